"""Say that pieces of an order left: a shipment is a document, and the stock leaves with it."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderShipped, OrderStatus
from messages.orders.shipments import Ship, ShipmentSent, ShipmentStatus, ShipmentView
from services.orders.domain import lifecycle, shipping
from services.orders.store import orders as order_store
from services.orders.store import products as shelves_store
from services.orders.store import shipments as store
from services.orders.tables import OrderLineRow, OrderRow, ShipmentLineRow, ShipmentRow

SERIES = "SH"


async def ship_order(order_id: UUID, command: Ship, uow: UnitOfWork) -> ShipmentView:
    """Without lines all that is left leaves. ORD-7 for more than that. The same id again finds the first."""
    async with uow.begin() as work:
        shipment_id = command.id or work.new_id()
        order = await order_store.lock_order(work, order_id)
        if (known := await store.find_shipment(work, shipment_id)) is not None:
            if known.order_id != order_id:
                raise NotFound("shipment", shipment_id)
            return known.view((await store.list_lines(work, [shipment_id]))[shipment_id])
        lifecycle.move(order.status, OrderStatus.SHIPPED)
        lines = await order_store.lines_of(work, order_id)
        picked = await _take_from_shelves(work, order, lines, command)
        shipment = await _write(work, order, command, shipment_id, picked)
        _tell(work, order, lines, shipment.view(picked))
        return shipment.view(picked)


async def _take_from_shelves(
    work: Work, order: OrderRow, lines: list[OrderLineRow], command: Ship
) -> list[ShipmentLineRow]:
    left: dict[UUID, int] = {}
    for line in lines:
        left[line.product_id] = left.get(line.product_id, 0) + line.reserved
    pieces = shipping.to_ship(command.lines, left)
    kept = await shelves_store.list_reservations(work, order.id)
    stock = await shelves_store.lock_stock(work, pieces)
    wanting = [shipping.Held(line.line, line.product_id, line.reserved) for line in lines]
    picked = shipping.pick(pieces, wanting, [shipping.Held(row.site, row.product_id, row.quantity) for row in kept])
    by_line = {line.line: line for line in lines}
    by_shelf = {(row.product_id, row.site): row for row in kept}
    for part in picked:
        shelf = stock[part.product_id, part.site]
        shelf.on_hand -= part.quantity
        shelf.reserved -= part.quantity
        by_shelf[part.product_id, part.site].quantity -= part.quantity
        by_line[part.order_line].reserved -= part.quantity
        by_line[part.order_line].shipped += part.quantity
    return [ShipmentLineRow(**vars(part)) for part in picked]


async def _write(
    work: Work, order: OrderRow, command: Ship, shipment_id: UUID, lines: list[ShipmentLineRow]
) -> ShipmentRow:
    shipment = ShipmentRow(
        id=shipment_id,
        number=await work.next_number(SERIES, order.legal_entity_id),
        status=ShipmentStatus.SENT,
        order_id=order.id,
        carrier=command.carrier,
        tracking=command.tracking,
        sent_at=work.now,
        sent_by=work.actor.id,
    )
    work.session.add(shipment)
    await work.session.flush()
    for line in lines:
        line.shipment_id = shipment_id
    work.session.add_all(lines)
    return shipment


def _tell(work: Work, order: OrderRow, lines: list[OrderLineRow], shipment: ShipmentView) -> None:
    work.emit(
        ShipmentSent(
            shipment_id=shipment.id,
            number=shipment.number,
            order_id=order.id,
            customer_id=order.customer_id,
            by_id=work.actor.id,
            lines=shipment.lines,
            sent_at=work.now,
            version=shipment.version,
        )
    )
    order.status = lifecycle.advance(order.status, [line.pieces() for line in lines])
    order.version += 1
    if order.status is OrderStatus.SHIPPED:
        work.emit(OrderShipped(**order.facts(), shipped_at=work.now))
