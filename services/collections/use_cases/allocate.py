"""How is money put on receivables, counted and taken off again? (steps of the payments' use cases)"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.unit_of_work import Work
from messages.collections.payments import Allocation
from messages.collections.receivables import ReceivablePaid, ReceivableStatus
from services.collections.domain import allocation
from services.collections.domain.due import midnight
from services.collections.domain.lifecycle import move_receivable
from services.collections.store import payments, receivables, shards
from services.collections.tables import AllocationRow, Payment, Receivable
from services.collections.use_cases.reach_rungs import reach_rungs
from services.collections.use_cases.tell_credits import tell_credits


async def choose(
    work: Work, payment: Payment, wanted: Sequence[Allocation], *, order_id: UUID | None = None
) -> tuple[list[Allocation], Mapping[UUID, Receivable]]:
    """What of the payment's rest goes where: as wanted, else the oldest due first. The receivables are locked."""
    rows = await receivables.lock_debts(
        work,
        customer_id=payment.customer_id,
        currency=payment.currency,
        legal_entity_id=payment.legal_entity_id,
        order_id=order_id,
        ids=[part.receivable_id for part in wanted],
    )
    rest = payment.amount - payment.allocated
    debts = {row.id: allocation.Debt(row.id, row.amount - row.paid - row.waiting, row.due_on) for row in rows.values()}
    if wanted:
        return allocation.checked(rest, wanted, debts), rows
    return allocation.oldest_first(rest, debts.values()), rows


async def put(work: Work, payment: Payment, parts: Sequence[Allocation], rows: Mapping[UUID, Receivable]) -> None:
    """The money waits on these receivables until finance confirms it."""
    await work.session.flush()
    for part in parts:
        row = rows[part.receivable_id]
        row.waiting += part.amount
        row.version += 1
        payment.allocated += part.amount
        work.session.add(
            AllocationRow(
                id=work.new_id(), payment_id=payment.id, receivable_id=row.id, amount=part.amount, created_at=work.now
            )
        )


async def take_off(
    work: Work, payment: Payment, parts: Collection[AllocationRow], rows: Mapping[UUID, Receivable]
) -> Decimal:
    """These allocations no longer count; what they had paid is open again. How much that was."""
    taken = Decimal(0)
    for part in parts:
        row = rows[part.receivable_id]
        part.released_at = work.now
        payment.allocated -= part.amount
        taken += part.amount
        row.version += 1
        if not part.confirmed:
            row.waiting -= part.amount
            continue
        row.paid -= part.amount
        if row.status is ReceivableStatus.PAID:
            row.status, row.settled_on = move_receivable(row.status, ReceivableStatus.OPEN), None
    await work.session.flush()
    return taken


async def count(work: Work, payment: Payment) -> None:
    """What the payment's waiting money settles is paid now. Who is paid in full is told and climbs no further."""
    parts = [part for part in await payments.allocations_of(work, [payment.id]) if not part.confirmed]
    rows = await receivables.lock_receivables(work, [part.receivable_id for part in parts])
    for part in parts:
        row = rows[part.receivable_id]
        part.confirmed = True
        row.waiting -= part.amount
        row.paid += part.amount
        row.version += 1
    await work.session.flush()
    await _close(work, [row for row in rows.values() if row.paid == row.amount])
    await tell_credits(work, {(row.customer_id, row.currency) for row in rows.values()})


async def _close(work: Work, rows: Sequence[Receivable]) -> None:
    """Rungs up to the settling day were reached at their 00:00, also when the keeper came too late for them."""
    if not rows:
        return
    days = await payments.last_received(work, [row.id for row in rows])
    clocks = [(row, midnight(days[row.id], row.tz)) for row in rows if row.next_at is not None]
    await reach_rungs(work, await shards.ladder(work), clocks)
    for row in rows:
        row.status = move_receivable(row.status, ReceivableStatus.PAID)
        row.settled_on, row.next_at = days[row.id], None
        row.version += 1
        work.emit(ReceivablePaid(**row.fact(), settled_on=days[row.id], history=row.history))
