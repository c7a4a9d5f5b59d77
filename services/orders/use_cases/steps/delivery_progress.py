"""How far has an order come by what just happened to its goods, and who is told how it stands? Part of shipping,
receiving, deciding and closing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.base import Event
from messages.orders.orders import OrderReceived, OrderShipped, OrderStatus
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from services.orders.domain import lifecycle
from services.orders.store.snapshots import find_snapshot
from services.orders.tables import OrderLineRow, OrderRow

Standing = ShipmentReceived | ShipmentSent


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


def emit_standing(work: Work, order: OrderRow, event: Standing) -> None:
    """Published when all of this act is written. The order is locked, so a later version has all of an earlier one."""
    work.follow(_emit_standing, (order.id, event))


def emit_after(work: Work, event: Event) -> None:
    """What follows from such an event is published after it."""
    work.follow(_emit, event)


async def _emit_standing(work: Work, items: Sequence[tuple[UUID, Standing]]) -> None:
    stands = {id: await find_snapshot(work, id) for id in dict.fromkeys(id for id, _ in items)}
    for id, event in items:
        work.emit(event.model_copy(update={"stands": stands[id]}))


async def _emit(work: Work, events: Sequence[Event]) -> None:
    for event in events:
        work.emit(event)
