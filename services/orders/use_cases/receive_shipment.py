"""Say that a shipment arrived."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderReceived, OrderStatus
from messages.orders.shipments import ShipmentReceived, ShipmentStatus, ShipmentView
from services.orders.domain import lifecycle, shipping
from services.orders.store import orders as order_store
from services.orders.store import shipments as store
from services.orders.tables import OrderRow, ShipmentLineRow, ShipmentRow


async def receive_shipment(shipment_id: UUID, uow: UnitOfWork) -> ShipmentView:
    """By the shipper or the order's owner. Saying it again changes nothing."""
    async with uow.begin() as work:
        order, shipment = await _lock(work, shipment_id)
        parts = (await store.list_lines(work, [shipment_id]))[shipment_id]
        shipping.check_receipt(may_ship=work.actor.may("shipper"), is_owner=work.actor.id == order.owner_id)
        if shipment.status is ShipmentStatus.RECEIVED:
            return shipment.view(parts)
        shipping.check_arrival(shipment.status, order.status)
        shipment.status, shipment.version = ShipmentStatus.RECEIVED, shipment.version + 1
        shipment.received_at, shipment.received_by = work.now, work.actor.id
        work.emit(
            ShipmentReceived(
                shipment_id=shipment.id,
                number=shipment.number,
                order_id=order.id,
                customer_id=order.customer_id,
                by_id=work.actor.id,
                received_at=work.now,
                version=shipment.version,
            )
        )
        await _arrive(work, order, parts)
        return shipment.view(parts)


async def _lock(work: Work, shipment_id: UUID) -> tuple[OrderRow, ShipmentRow]:
    """The order's row is the lock of all its shipments; the shipment is read again under it."""
    seen = await store.find_shipment(work, shipment_id)
    order = await order_store.find_order(work, seen.order_id) if seen else None
    if order is None:
        raise NotFound("shipment", shipment_id)
    order = await order_store.lock_order(work, order.id)
    shipment = await store.find_shipment(work, shipment_id)
    if shipment is None:
        raise NotFound("shipment", shipment_id)
    return order, shipment


async def _arrive(work: Work, order: OrderRow, parts: list[ShipmentLineRow]) -> None:
    lines = {line.line: line for line in await order_store.lines_of(work, order.id)}
    for part in parts:
        lines[part.order_line].received += part.quantity
    order.status = lifecycle.advance(order.status, [line.pieces() for line in lines.values()])
    order.version += 1
    if order.status is OrderStatus.RECEIVED:
        work.emit(OrderReceived(**order.facts(), received_at=work.now))
