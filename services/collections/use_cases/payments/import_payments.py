"""How do payments of before come in, with their numbers and days?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.payment_imports import ImportPaymentRow
from messages.collections.payments import Allocation, RecordPayment
from messages.errors import Malformed, NotFound, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.money import Money
from messages.texts import text
from services.collections.domain.imports.payments import (
    must_be_known,
    must_be_one_payer,
    must_be_own_number,
    must_stay,
    must_work_for,
)
from services.collections.domain.shards import derived_id
from services.collections.store import projections
from services.collections.store.imports import payments as store
from services.collections.tables import Payment
from services.collections.use_cases.payments.record_payment import record

FIELDS = {"COL-10": "receivable", "COL-13": "reference", "COL-14": "order", "COL-24": "order"}


@dataclass(frozen=True)
class Known:
    """What the rows name, each under its legal entity."""

    customers: dict[store.Name, UUID]
    orders: dict[store.Name, store.Record]
    receivables: dict[store.Name, store.Record]
    payments: dict[UUID, Payment]


@dataclass(frozen=True)
class Paid:
    """A row, and what it says: the command that records it."""

    row: ImportPaymentRow
    command: RecordPayment


async def import_payments(batch: ImportBatch, uow: UnitOfWork, *, ahead_days: int) -> ImportReport:
    """Each row is recorded as money is by hand, and waits for finance; bad ones do not stop the good ones. One of a
    number that was brought in before changes nothing.

    Who brings them in never confirms them (COL-11). All orders are locked first, by id, then all customers.
    """
    rows, outcomes = parse_rows(batch, ImportPaymentRow, uow.actor.lang)
    entity = next((code for code in uow.actor.legal_entities if code != "*"), "")
    async with uow.begin_import() as work:
        known = await _known(work, rows, entity)
        paid = [found for row in rows if (found := _read(work, row, row.legal_entity_id or entity, known, outcomes))]
        await _lock(work, paid)
        for one in paid:
            outcomes.append(await _bring_in(work, one, batch.source, ahead_days))
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _known(work: Work, rows: Sequence[ImportPaymentRow], entity: str) -> Known:
    def named(field: str) -> set[store.Name]:
        return {(row.legal_entity_id or entity, name) for row in rows if (name := getattr(row, field))}

    customers = named("customer")
    ours = await projections.list_named(work, {projections.Named(of, name, name) for of, name in customers})
    theirs = await store.customers_of(work, customers)
    ids = {derived_id("payment", row.legal_entity_id or entity, row.number) for row in rows}
    return Known(
        theirs | {(one.legal_entity_id, one.id): customer.id for one, customer in ours.items()},
        await store.orders_of(work, named("order")),
        await store.receivables_of(work, named("receivable")),
        await store.kept(work, ids),
    )


def _read(work: Work, row: ImportPaymentRow, entity: str, known: Known, outcomes: list[RowOutcome]) -> Paid | None:
    """None: it is known already, or it cannot be brought in; the outcome says which."""
    try:
        must_work_for(entity, work.actor.legal_entities)
        must_be_own_number(row.number)
        id = derived_id("payment", entity, row.number)
        if (before := known.payments.get(id)) is not None:
            must_stay(row, _kept(before))
            outcomes.append(RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=id))
            return None
        return Paid(row, _command(row, entity, id, known))
    except Malformed as no:
        outcomes.append(_invalid(work, row, no))
        return None


def _command(row: ImportPaymentRow, entity: str, id: UUID, known: Known) -> RecordPayment:
    payers: list[UUID] = []
    records = {"order": known.orders, "receivable": known.receivables}
    found: dict[str, UUID] = {}
    if row.customer is not None or not (row.order or row.receivable):
        name = row.customer or ""
        payers.append(must_be_known("customer", name, known.customers.get((entity, name))))
    for field, named in records.items():
        if (name := getattr(row, field)) is not None:
            record = named.get((entity, name))
            found[field] = must_be_known(field, name, record.id if record else None)
            payers.append(record.customer_id if record else found[field])
            must_be_one_payer(field, name, payers)
    amount = Money(amount=row.amount, currency=row.currency)
    pays = found.get("receivable") if row.amount > 0 else None  # COL-12 says so
    settles = [Allocation(receivable_id=pays, amount=row.amount)] if pays else []
    return RecordPayment(
        id=id, customer_id=payers[0], order_id=found.get("order"), amount=amount, received_on=row.received_on,
        method=row.method, reference=row.reference, allocations=settles,
    )  # fmt: skip


async def _lock(work: Work, paid: Sequence[Paid]) -> None:
    """In the order of all who lock several: what each row locks later is held then."""
    orders = {one.command.order_id for one in paid if one.command.order_id}
    if orders:
        await projections.lock_accounts(work, orders)
    await store.lock_customers(work, {one.command.customer_id for one in paid})


async def _bring_in(work: Work, one: Paid, source: str, ahead_days: int) -> RowOutcome:
    """A number that stands twice in a file is one payment, as it stands first. Nothing is written before all is asked,
    so that a row to which a rule says no leaves nothing behind."""
    id, row = one.command.id or work.new_id(), one.row
    try:
        before = (await store.kept(work, [id])).get(id)
        if before is not None:
            must_stay(row, _kept(before))
            return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=id)
        await record(work, one.command, ahead_days=ahead_days, number=row.number, source=source)
    except (RuleViolation, Malformed, NotFound) as no:
        return _invalid(work, row, no)
    return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=id)


def _kept(before: Payment) -> dict[str, object]:
    """As it came."""
    came = before.received or before.money(before.amount)
    own = {"received_on": before.received_on, "reference": before.reference}
    return own | {"amount": came.amount, "currency": came.currency}


def _invalid(work: Work, row: ImportPaymentRow, no: Exception) -> RowOutcome:
    lang = work.actor.lang
    if isinstance(no, Malformed):
        error = RowError(field=no.field, value=str(no.value), rule=no.rule, text=text(no.rule, lang, **no.params))
    elif isinstance(no, RuleViolation):
        field = FIELDS.get(no.rule, "number")
        value = getattr(row, field)
        error = RowError(field=field, value=value, rule=no.rule, text=text(no.rule, lang, **no.params))
    else:
        field = "customer" if row.customer else "order" if row.order else "receivable"
        value = getattr(row, field)
        told = text("problem.not_found", lang, kind=field, id=value or "")
        error = RowError(field=field, value=value, rule="not_found", text=told)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
