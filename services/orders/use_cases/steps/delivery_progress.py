"""How far has an order come by what just happened to its goods? Part of shipping, receiving, deciding and closing."""

from collections.abc import Iterable
from datetime import datetime

from chassis.db.unit_of_work import Work
from messages.orders.orders import OrderReceived, OrderShipped, OrderStatus
from services.orders.domain import lifecycle
from services.orders.tables import OrderLineRow, OrderRow
from services.orders.use_cases.steps.publish_standing import emit_after


def advance_order(
    work: Work, order: OrderRow, lines: Iterable[OrderLineRow], *, left_at: datetime | None = None
) -> None:
    """The next version of a locked order; that every piece has left, or has arrived, is published once each."""
    before = order.status
    order.status = lifecycle.advance(before, [line.pieces() for line in lines])
    order.version += 1
    passed = [step for step in lifecycle.HAPPY_PATH if _is_passed(before, step, order.status)]
    if OrderStatus.SHIPPED in passed:
        emit_after(work, OrderShipped(**order.event_args(), shipped_at=left_at or work.now))
    if OrderStatus.RECEIVED in passed:
        emit_after(work, OrderReceived(**order.event_args(), received_at=work.now))


def _is_passed(before: OrderStatus, step: OrderStatus, now: OrderStatus) -> bool:
    return lifecycle.has_reached(now, step) and not lifecycle.has_reached(before, step)
