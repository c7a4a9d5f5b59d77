"""Which events say how their order stands now, so that its process needs not ask?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.base import Event
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from services.orders.store.snapshots import find_snapshot
from services.orders.tables import OrderRow

Standing = ShipmentReceived | ShipmentSent


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
