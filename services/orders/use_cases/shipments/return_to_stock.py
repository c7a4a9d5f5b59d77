"""Return the shipped goods of an order that is being cancelled to the stock locations they left from."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.orders.orders import OrderView
from messages.orders.shipments import ShipmentReturned, ShipmentStatus
from services.orders.domain import lifecycle
from services.orders.store import orders as order_store
from services.orders.store import products as stock_store
from services.orders.store import shipments as store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.tables import OrderLineRow, OrderRow, ShipmentLineRow, ShipmentRow
from services.orders.use_cases.steps.allocate_stock import LockedStock, allocate_stock, lock_stock_locations
from services.orders.use_cases.steps.move_stock import move_stock


async def return_to_stock(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Newest shipment first; each goes back once. Orders that wait for the goods get them at once."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        order, lines = await lock_with_lines(work, order_id)
        lifecycle.must_be_cancelling(order.status)
        away = [row for row in await store.list_shipments(work, order_id) if row.status != ShipmentStatus.RETURNED]
        if not away:
            return order.view(lines)
        parts = await store.list_lines(work, [shipment.id for shipment in away])
        returned = {part.product_id for some in parts.values() for part in some}
        stock = await lock_stock_locations(work, await order_store.lock_waiting(work, returned), returned)
        for shipment in reversed(away):
            _return(work, stock, {line.line: line for line in lines}, shipment, parts[shipment.id])
            _publish(work, order, shipment)
        order.version += 1
        await allocate_stock(work, stock)
        return order.view(lines)


def _return(
    work: Work,
    stock: LockedStock,
    lines: dict[int, OrderLineRow],
    shipment: ShipmentRow,
    parts: list[ShipmentLineRow],
) -> None:
    """What came back by a return is in stock already, and what was lost or damaged on the way never gets there."""
    for part in parts:
        away = part.quantity - part.short - part.damaged - part.returned
        move_stock(work, stock.locations[part.product_id, part.site], away)
        line = lines[part.order_line]
        line.returned, line.closed = line.returned - part.returned, line.closed + part.returned
        line.received -= part.arrived(shipment.status)
        line.shipped -= part.quantity - part.lost


def _publish(work: Work, order: OrderRow, shipment: ShipmentRow) -> None:
    shipment.status = ShipmentStatus.RETURNED
    shipment.version += 1
    event_args = shipment.event_args(order)
    work.emit(ShipmentReturned.model_validate(event_args))
