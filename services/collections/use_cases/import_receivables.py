"""How are the receivables of another system taken in?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.directory import Person, list_people
from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.receivables import ImportReceivableRow, ReceivableOpened, ReceivablePaid, ReceivableStatus
from messages.imports import ImportBatch, ImportReport, Outcome, RowOutcome, check_rows
from services.collections.domain.imported import row_errors
from services.collections.domain.ladder import Rung, next_at
from services.collections.domain.shards import derived_id, shard_of
from services.collections.store import customers, receivables, shards
from services.collections.tables import Customer, Receivable
from services.collections.use_cases.tell_credits import tell_credits
from services.collections.use_cases.tell_deadlines import tell_deadlines

IMPORTED = "imported"


async def import_receivables(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Bad rows are reported, good ones kept; (legal entity, external id) taken in before is a duplicate."""
    rows, outcomes = check_rows(batch, ImportReceivableRow)
    async with uow.begin() as work:
        people = {person.login: person for person in await list_people(work)}
        entity = next((code for code in work.actor.legal_entities if code != "*"), "")
        good: dict[UUID, tuple[ImportReceivableRow, Receivable]] = {}
        ladder = await shards.ladder(work)
        for row in rows:
            of = row.legal_entity_id or entity
            if errors := row_errors(row, entity=of, entities=work.actor.legal_entities, owners=people):
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=errors))
                continue
            made = _receivable(work, row, of, batch.source, people.get(row.owner or ""), ladder)
            if made.id in good:
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=made.id))
            else:
                good[made.id] = (row, made)
        outcomes += await _take_in(work, good)
        return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _take_in(work: Work, good: dict[UUID, tuple[ImportReceivableRow, Receivable]]) -> list[RowOutcome]:
    made = [receivable for _, receivable in good.values()]
    await customers.import_customers(work, _customers(good.values()))
    new = await receivables.import_receivables(work, made)
    taken = [receivable for receivable in made if receivable.id in new]
    for receivable in taken:
        fact = receivable.fact()
        work.emit(ReceivableOpened(**fact, due_on=receivable.due_on, history=receivable.history))
        if receivable.settled_on is not None:
            work.emit(ReceivablePaid(**fact, settled_on=receivable.settled_on, history=receivable.history))
    await tell_credits(work, {(r.customer_id, r.currency) for r in taken if r.status is ReceivableStatus.OPEN})
    await tell_deadlines(work, taken)
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
    work: Work, row: ImportReceivableRow, entity: str, source: str, owner: Person | None, ladder: Sequence[Rung]
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
        next_at=next_at(ladder, last=None, due=row.due_on, tz=row.tz) if row.live else None,
        disputed=row.disputed,
        history=not row.live,
        created_at=work.now,
    )
