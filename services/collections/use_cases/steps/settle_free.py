"""What does confirmed money that settled nothing settle now? (a step of allocating it, and of using advances)"""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.advances import AdvanceUsed, AdvanceWithdrawn
from messages.collections.payments import Allocation, PaymentConfirmed, PaymentStatus
from services.collections.domain.ledger import Subject
from services.collections.domain.lifecycle import move_payment
from services.collections.store import advances, payments
from services.collections.tables import Payment, Receivable
from services.collections.use_cases.steps.allocate import allocate, choose_receivables, settle


async def settle_free(
    work: Work, found: Sequence[Payment], wanted: Sequence[Allocation] = (), *, order_id: UUID | None = None
) -> Decimal:
    """As wanted, else the oldest due (of the order) first. How much it is.

    All of it finds its place before any of it settles: what other money is there for is no rest to be written off. What
    was owed back counts as confirmed again.
    """
    placed: list[Payment] = []
    used: dict[UUID, tuple[Receivable, Decimal]] = {}
    for payment in found:
        parts, rows = await choose_receivables(work, payment, wanted, order_id=order_id)
        if not parts:
            continue
        if payment.status is PaymentStatus.REVERSED:
            payment.status = move_payment(payment.status, PaymentStatus.CONFIRMED)
        payment.automatic = payment.automatic and not wanted
        for part in parts:
            row, before = used.get(part.receivable_id, (rows[part.receivable_id], Decimal(0)))
            used[row.id] = row, before + part.amount
        await allocate(work, payment, parts, rows)
        placed.append(payment)
    await settle_placed(work, placed)
    for row, amount in used.values():
        work.emit(AdvanceUsed(**row.advance_args(row.money(amount))))
    if placed:
        await withdraw_offers(work, placed[0])
    return sum((amount for _, amount in used.values()), Decimal(0))


async def withdraw_offers(work: Work, payment: Payment | Subject) -> None:
    """Of this customer's money on account, where none is left: nobody has to use it any more."""
    await work.session.flush()
    for row in await advances.take_offers(work, payment):
        work.emit(AdvanceWithdrawn(**row.advance_args(row.money(Decimal(0)))))


async def settle_placed(work: Work, found: Sequence[Payment]) -> None:
    """Confirmed money that was allocated just now."""
    for payment in found:
        payment.version += 1
        await settle(work, payment)
        shown = (await payments.shown(work, [payment]))[0]
        if payment.confirmed_by is not None:
            event_args = payments.event_args(payment, shown.order_ids)
            work.emit(PaymentConfirmed(**event_args, confirmed_by=payment.confirmed_by, allocated=shown.allocated))
