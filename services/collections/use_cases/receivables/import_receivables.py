"""How are the receivables of another system imported?"""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, list_people
from messages.collections.receivables import ImportReceivableRow, ReceivableOpened, ReceivablePaid, ReceivableStatus
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, parse_rows, refused_row
from services.collections.domain import ledger
from services.collections.domain.imports.receivables import must_be_known_customer, row_errors
from services.collections.domain.shards import derived_id, shard_of
from services.collections.store import projections, receivables
from services.collections.store.ledger import post
from services.collections.tables import Customer, Receivable
from services.collections.use_cases.holds.pause_disputed import pause_disputed
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines
from services.collections.use_cases.steps.reach_levels import set_clocks

IMPORTED = "imported"


async def import_receivables(batch: ImportBatch, uow: UnitOfWork, *, pause_days: int) -> ImportReport:
    """Bad rows are reported, good ones kept; a (legal entity, external id) imported before is a duplicate."""
    rows, outcomes = parse_rows(batch, ImportReceivableRow, uow.actor.lang)
    async with uow.begin_import() as work:
        people = {person.login: person for person in await list_people(work)}
        entity = next((code for code in work.actor.legal_entities if code != "*"), "")
        good: dict[UUID, tuple[ImportReceivableRow, Receivable]] = {}
        ours = await projections.list_named(work, {_named(row, entity) for row in rows})
        for row in rows:
            of = row.legal_entity_id or entity
            if errors := row_errors(
                row, entity=of, entities=work.actor.legal_entities, owners=people, lang=work.actor.lang
            ):
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=errors))
                continue
            known = ours.get(_named(row, entity))
            try:
                must_be_known_customer(row.customer, is_known=known is not None)
            except RuleViolation as no:
                outcomes.append(refused_row(row.line, no, field="customer", value=row.customer, lang=work.actor.lang))
                continue
            owner = people.get(row.owner or "")
            made = _receivable(work, row, of, batch.source, owner=owner)
            if known is not None:
                _is_of(made, known)
            if made.id in good:
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=made.id))
            else:
                good[made.id] = (row, made)
        await set_clocks(work, [made for row, made in good.values() if row.live])
        outcomes += await _import_rows(work, good, pause_days)
        return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _named(row: ImportReceivableRow, entity: str) -> projections.Named:
    return projections.Named(row.legal_entity_id or entity, row.customer, row.customer_name or row.customer)


async def _import_rows(
    work: Work, good: dict[UUID, tuple[ImportReceivableRow, Receivable]], pause_days: int
) -> list[RowOutcome]:
    made = [receivable for _, receivable in good.values()]
    await projections.import_customers(work, _customers(good.values()))
    new = await receivables.import_receivables(work, made)
    imported = [receivable for receivable in made if receivable.id in new]
    for receivable in imported:
        event_args = receivable.event_args()
        post(work, ledger.receivable_opened(receivable.subject, receivable.amount))
        work.emit(ReceivableOpened(**event_args, due_on=receivable.due_on, history=receivable.history))
        if receivable.settled_on is not None:
            post(work, ledger.receivable_settled_before(receivable.subject, receivable.paid))
            work.emit(ReceivablePaid(**event_args, settled_on=receivable.settled_on, history=receivable.history))
    await pause_disputed(work, imported, pause_days)
    await publish_credits(work, {(r.customer_id, r.currency) for r in imported if r.status is ReceivableStatus.OPEN})
    await publish_deadlines(work, imported)
    return [
        RowOutcome(line=row.line, outcome=Outcome.ACCEPTED if id in new else Outcome.DUPLICATE, id=id)
        for id, (row, _) in good.items()
    ]


def _customers(good: Iterable[tuple[ImportReceivableRow, Receivable]]) -> list[Customer]:
    """Whoever another system names by its id is a customer of their own kind."""
    first = {receivable.customer_id: (row, receivable) for row, receivable in good}
    return [
        Customer(
            id=id,
            kind=IMPORTED,
            external_id=row.customer,
            name=receivable.customer_name,
            legal_entity_id=receivable.legal_entity_id,
            tz=receivable.tz,
            owner_id=receivable.owner_id,
            owner_unit=receivable.owner_unit,
        )
        for id, (row, receivable) in first.items()
    ]


def _receivable(
    work: Work,
    row: ImportReceivableRow,
    entity: str,
    source: str,
    *,
    owner: Person | None,
) -> Receivable:
    customer_id = derived_id("customer", entity, row.customer)
    paid = row.amount if row.settled_on else Decimal(0)
    return Receivable(
        id=derived_id("imported", entity, row.external_id),
        number=f"AR-{entity}-{row.external_id}",
        status=ReceivableStatus.PAID if row.settled_on else ReceivableStatus.OPEN,
        customer_id=customer_id,
        customer_name=row.customer_name or row.customer,
        external_id=row.external_id,
        source=source,
        owner_id=owner.id if owner else work.actor.id,
        owner_unit=owner.unit if owner else work.actor.unit,
        legal_entity_id=entity,
        amount=row.amount,
        currency=row.currency,
        paid=paid,
        invoiced_on=row.invoiced_on,
        due_on=row.due_on,
        settled_on=row.settled_on,
        tz=row.tz,
        shard=shard_of(customer_id),
        disputed=row.disputed,
        history=not row.live,
        created_at=work.now,
    )


def _is_of(receivable: Receivable, known: Customer) -> None:
    """The file names one of our own customers: it is owed by him, and late by his days."""
    receivable.customer_id, receivable.customer_name, receivable.tz = known.id, known.name, known.tz
    receivable.shard = shard_of(known.id)
