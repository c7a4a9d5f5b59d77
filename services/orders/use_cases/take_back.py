"""Put the shipped goods of an order that is being cancelled back on their shelves."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.orders.orders import OrderView
from messages.orders.shipments import ShipmentStatus, ShipmentTakenBack
from services.orders.domain import lifecycle
from services.orders.store import orders as order_store
from services.orders.store import products as shelves_store
from services.orders.store import shipments as store
from services.orders.tables import OrderLineRow, OrderRow, ShipmentLineRow, ShipmentRow
from services.orders.use_cases.set_aside import Open, open_shelves, serve


async def take_back(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Newest shipment first; each goes back once. Orders that wait for the goods are served at once."""
    async with uow.begin() as work:
        await shelves_store.lock_shelves(work)
        order = await order_store.lock_order(work, order_id)
        lifecycle.check_undoing(order.status)
        lines = await order_store.lines_of(work, order_id)
        away = [row for row in await store.list_shipments(work, order_id) if row.status != ShipmentStatus.TAKEN_BACK]
        if not away:
            return order.view(lines)
        parts = await store.list_lines(work, [shipment.id for shipment in away])
        back = {part.product_id for some in parts.values() for part in some}
        at = await open_shelves(work, await order_store.lock_waiting(work, back), back)
        for shipment in reversed(away):
            _put_back(at, {line.line: line for line in lines}, shipment, parts[shipment.id])
            _tell(work, order, shipment)
        order.version += 1
        serve(work, at)
        return order.view(lines)


def _put_back(at: Open, lines: dict[int, OrderLineRow], shipment: ShipmentRow, parts: list[ShipmentLineRow]) -> None:
    for part in parts:
        at.shelves[part.product_id, part.site].on_hand += part.quantity
        if shipment.status == ShipmentStatus.RECEIVED:
            lines[part.order_line].received -= part.quantity
        lines[part.order_line].shipped -= part.quantity


def _tell(work: Work, order: OrderRow, shipment: ShipmentRow) -> None:
    shipment.status = ShipmentStatus.TAKEN_BACK
    shipment.version += 1
    work.emit(
        ShipmentTakenBack(
            shipment_id=shipment.id,
            number=shipment.number,
            order_id=order.id,
            customer_id=order.customer_id,
            version=shipment.version,
        )
    )
