"""How is money allocated to receivables, settled and deallocated? (steps of the payments' use cases)"""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.payments import Allocation
from messages.collections.receivables import ReceivableBalanceChanged, ReceivableStatus
from messages.collections.write_offs import PAYMENT_REVERSED
from services.collections.domain import allocation, ledger
from services.collections.domain.lifecycle import move_receivable
from services.collections.store import payments, receivables
from services.collections.store.ledger import post
from services.collections.tables import AllocationRow, Payment, Receivable
from services.collections.use_cases.holds.review_promises import review_promises
from services.collections.use_cases.steps.close_receivables import close_paid
from services.collections.use_cases.steps.publish_credits import publish_credits
from services.collections.use_cases.steps.take_back_write_offs import take_back_write_offs
from services.collections.use_cases.steps.write_off_rests import write_off_rests


async def choose_receivables(
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
    rest = payment.free
    last = await payments.last_of_discounted(work, rows.values())
    debts = {row.id: row.as_debt(row.room, last.get(row.id)) for row in rows.values()}
    if wanted:
        return allocation.validated_allocations(rest, wanted, debts), rows
    return allocation.oldest_first(rest, debts.values(), received_on=payment.received_on), rows


async def allocate(work: Work, payment: Payment, parts: Sequence[Allocation], rows: Mapping[UUID, Receivable]) -> None:
    """The money waits on these receivables until finance confirms it. A payment settles a receivable by one allocation:
    what it settles of them already is allocated anew together with the new parts."""
    joined = await _join(work, payment, parts, rows)
    await work.write(AllocationRow)  # of a pair one that was released goes before the one that follows
    for part in joined:
        row = rows[part.receivable_id]
        row.waiting += part.amount
        row.version += 1
        payment.allocated += part.amount
        work.session.add(
            AllocationRow(
                id=work.new_id(), payment_id=payment.id, receivable_id=row.id, amount=part.amount, created_at=work.now
            )
        )


async def _join(
    work: Work, payment: Payment, parts: Sequence[Allocation], rows: Mapping[UUID, Receivable]
) -> Sequence[Allocation]:
    if not payment.allocated or not parts:
        return parts
    standing = {part.receivable_id: part for part in await payments.allocations_of(work, [payment.id])}
    joined = []
    for part in parts:
        before = standing.get(part.receivable_id)
        if before is None:
            joined.append(part)
            continue
        row = rows[part.receivable_id]
        before.released_at = work.now
        payment.allocated -= before.amount
        if before.confirmed:
            row.paid -= before.amount
            post(work, ledger.released(payment.subject, row.subject, before.amount))
        else:
            row.waiting -= before.amount
        joined.append(part.model_copy(update={"amount": part.amount + before.amount}))
    return joined


async def deallocate(
    work: Work, payment: Payment, parts: Collection[AllocationRow], rows: Mapping[UUID, Receivable]
) -> Decimal:
    """These allocations no longer count; what they had paid, and what was written off after it, is open again. How
    much was released."""
    await take_back_write_offs(work, [rows[part.receivable_id] for part in parts if part.confirmed], PAYMENT_REVERSED)
    return await release(work, payment, parts, rows)


async def release(
    work: Work, payment: Payment, parts: Collection[AllocationRow], rows: Mapping[UUID, Receivable]
) -> Decimal:
    """The same where less is owed: what was written off stays written off."""
    released = Decimal(0)
    for part in parts:
        row = rows[part.receivable_id]
        part.released_at = work.now
        payment.allocated -= part.amount
        released += part.amount
        row.version += 1
        if not part.confirmed:
            row.waiting -= part.amount
            continue
        row.paid -= part.amount
        post(work, ledger.released(payment.subject, row.subject, part.amount))
        if row.status is ReceivableStatus.PAID:
            row.status, row.settled_on = move_receivable(row.status, ReceivableStatus.OPEN), None
        publish_balance(work, row)
    review_promises(work, [rows[part.receivable_id] for part in parts if part.confirmed])
    await work.write()
    return released


async def settle(work: Work, payment: Payment) -> list[tuple[AllocationRow, UUID | None]]:
    """What the payment's waiting money settles is paid now. What is paid in full reaches no further dunning level. All
    that it settles, each with the order."""
    settled = await payments.settled_by(work, [payment.id])
    parts = [part for part, _ in settled if not part.confirmed]
    rows = await receivables.lock_receivables(work, [part.receivable_id for part in parts])
    before = await payments.last_received(work, list(rows))
    for part in parts:
        row = rows[part.receivable_id]
        part.confirmed = True
        row.waiting -= part.amount
        row.paid += part.amount
        row.version += 1
        post(work, ledger.allocated(payment.subject, row.subject, part.amount))
    await write_off_rests(work, rows.values())
    days = {id: max(before.get(id, payment.received_on), payment.received_on) for id in rows}
    await close_paid(work, [row for row in rows.values() if not row.open], days)
    for row in rows.values():
        if row.status is ReceivableStatus.OPEN:
            publish_balance(work, row)
    await publish_credits(work, {(row.customer_id, row.currency) for row in rows.values()})
    review_promises(work, rows.values())
    return settled


def publish_balance(work: Work, row: Receivable) -> None:
    """What is open of it is another sum now."""
    work.emit(ReceivableBalanceChanged(**row.event_args(), due_on=row.due_on, status=row.status))
