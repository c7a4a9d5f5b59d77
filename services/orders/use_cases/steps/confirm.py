"""Is an order confirmed now, or does it wait for its approvers anew? Part of confirming, with or without reserving."""

from chassis.db.unit_of_work import Work
from messages.orders.orders import OrderConfirmed, OrderPlaced, OrderStatus
from services.orders.domain import call_offs, lifecycle
from services.orders.store.locked_orders import LockedOrder
from services.orders.use_cases.steps.credit import is_asked_again


async def confirm(work: Work, locked: LockedOrder) -> None:
    """ORD-1 when it is being cancelled, ORD-18 before its contract's instalments are known; ORD-23: it
    may wait for approvers anew, and is then PLACED as before, in its next round."""
    order = locked.order
    confirmed = lifecycle.move(order.status, OrderStatus.CONFIRMED)
    if order.contract_id is not None:
        call_offs.must_be_planned(planned=locked.planned, number=order.contract_number)
    order.version += 1
    if locked.limited and await is_asked_again(work, order):
        order.round += 1
        work.emit(OrderPlaced(**order.event_args(), round=order.round))
        return
    order.status = confirmed
    lines = order.ordered_lines(locked.lines)
    work.emit(OrderConfirmed(**order.event_args(), confirmed_at=work.now, terms=order.instalments, lines=lines))
