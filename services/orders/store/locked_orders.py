"""How is an order read with its lines in one round trip, and locked?

Within the function `locked_order` the lines are read after the lock was given: they are as whoever held it left them.
"""

from dataclasses import dataclass
from uuid import UUID

from chassis.db.database import is_in_scope
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.db.watched_rows import columns
from messages.errors import NotFound
from services.orders.tables import OrderLineRow, OrderRow

LOCKED = (
    f"SELECT {columns(OrderRow, '(f.the_order)')}, {columns(OrderLineRow, '(f.its_line)')}, f.limited, f.planned"
    " FROM locked_order({}) f"
)
SHOWN = (
    f"SELECT {columns(OrderRow, 'o')}, {columns(OrderLineRow, 'n')} FROM orders o"
    " LEFT JOIN order_lines n ON n.order_id = o.id WHERE o.id = $1 ORDER BY n.line"
)
OF_ORDER = LOCKED.format("$1")
OF_SHIPMENT = LOCKED.format("(SELECT order_id FROM shipments WHERE id = $1)")


@dataclass(frozen=True)
class LockedOrder:
    """`limited`: its customer has a limit in its currency or is on hold, or it was released; else nothing is asked.
    `planned`: collections knows what is to be paid of its contract when."""

    order: OrderRow
    lines: list[OrderLineRow]
    limited: bool
    planned: bool


async def lock_with_facts(work: Work, order_id: UUID) -> LockedOrder:
    """Until the commit, as it stands now. Raises NotFound, also for those this actor may not see."""
    return await _locked(work, OF_ORDER, order_id, "order")


async def lock_with_lines(work: Work, order_id: UUID) -> tuple[OrderRow, list[OrderLineRow]]:
    """The same, for what asks nothing else."""
    locked = await lock_with_facts(work, order_id)
    return locked.order, locked.lines


async def lock_of_shipment(work: Work, shipment_id: UUID) -> tuple[OrderRow, list[OrderLineRow]]:
    """The order's row is the lock of all its shipments. Raises NotFound, for the shipment."""
    locked = await _locked(work, OF_SHIPMENT, shipment_id, "shipment")
    return locked.order, locked.lines


async def _locked(work: Work, sql: str, id: UUID, kind: str) -> LockedOrder:
    found = await work.read((OrderRow, OrderLineRow), sql, id)
    if not found or not is_in_scope(found[0][0], work.actor.scope):
        raise NotFound(kind, id)
    order, _, limited, planned = found[0]
    return LockedOrder(order, [line for _, line, *_ in found if line is not None], limited, planned)


async def read_with_lines(uow: UnitOfWork, order_id: UUID) -> tuple[OrderRow, list[OrderLineRow]]:
    """To be shown, without a lock. Raises NotFound, also for those this actor may not see."""
    found = await uow.read((OrderRow, OrderLineRow), SHOWN, order_id)
    if not found or not is_in_scope(found[0][0], uow.actor.scope):
        raise NotFound("order", order_id)
    return found[0][0], [line for _, line in found if line is not None]
