"""Say that pieces of an order left: a shipment is a document, and the stock leaves with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.orders import OrderStatus
from messages.orders.shipments import Ship, ShipmentLine, ShipmentSent, ShipmentStatus, ShipmentView
from services.orders.domain import lifecycle, shipments
from services.orders.domain.order_changes import must_be_in_both
from services.orders.store import products as stock_store
from services.orders.store import shipments as store
from services.orders.store.locked_orders import lock_with_facts
from services.orders.tables import OrderLineRow, OrderRow, ReservationRow, ShipmentLineRow, ShipmentRow, StockRow
from services.orders.use_cases.steps.credit import must_be_trusted
from services.orders.use_cases.steps.delivery_progress import advance_order, emit_standing
from services.orders.use_cases.steps.move_stock import move_stock, move_stock_as_told
from services.orders.use_cases.steps.open_change import leaving_limits

SERIES = "SH"


@dataclass(frozen=True)
class Departure:
    """When the pieces left, and under which number of an ERP."""

    at: datetime
    reference: str = ""


async def ship_order(order_id: UUID, command: Ship, uow: UnitOfWork) -> ShipmentView:
    """Without lines all that is left leaves. ORD-7 for more than that. The same id again finds the first."""
    async with uow.begin() as work:
        return await ship(work, order_id, command, Departure(work.now))


async def ship(work: Work, order_id: UUID, command: Ship, departure: Departure) -> ShipmentView:
    """Now, or as it happened in a warehouse of an ERP."""
    shipment_id = command.id or work.new_id()
    locked = await lock_with_facts(work, order_id)
    order, lines = locked.order, locked.lines
    if (known := await store.find_order_of(work, shipment_id)) is not None:
        if known != order_id:
            raise NotFound("shipment", shipment_id)
        return (await store.views(work, [await store.get_shipment(work, shipment_id)]))[0]
    lifecycle.move(order.status, OrderStatus.SHIPPED)
    if locked.limited:
        await must_be_trusted(work, order)
    pieces = await _pieces(work, order, lines, command)
    picked = await _take_from_stock(work, order, lines, pieces, command, departure=departure)
    order.goods_back_at = None
    shipment = await _write(work, order, command, picked, id=shipment_id, departure=departure)
    sent = shipment.view(picked)
    _publish(work, order, lines, shipment, sent)
    return sent


def _reserved(lines: Sequence[OrderLineRow]) -> list[shipments.ReservedPieces]:
    return [shipments.ReservedPieces(line.line, line.product_id, line.reserved) for line in lines]


async def _pieces(work: Work, order: OrderRow, lines: list[OrderLineRow], command: Ship) -> dict[int, int]:
    """Which leave of each line. While a change of the order waits: of what it has before and after it."""
    waiting = await leaving_limits(work, order, lines)
    if waiting is None:
        return shipments.to_ship(command.lines, _reserved(lines))
    change, limits = waiting
    if command.lines or not any(min(line.reserved, limits[line.line]) for line in lines):
        pieces = shipments.to_ship(command.lines, _reserved(lines))
        must_be_in_both(pieces, limits, {line.line: line.product_code for line in lines}, change.number)
        return pieces
    both = [replace(one, quantity=min(one.quantity, limits[int(one.holder)])) for one in _reserved(lines)]
    return shipments.to_ship([], both)


async def _take_from_stock(
    work: Work,
    order: OrderRow,
    lines: list[OrderLineRow],
    pieces: dict[int, int],
    command: Ship,
    *,
    departure: Departure,
) -> list[ShipmentLineRow]:
    wanting = _reserved(lines)
    leaving = {line.product_id for line in lines if line.line in pieces}
    stock, kept = await stock_store.lock_reserved_stock(work, order.id, leaving)
    by_stock_location = {(row.product_id, row.site): row for row in kept}
    await _move_to_sites(work, order, command.lines, by_stock_location, stock)
    held = [shipments.ReservedPieces(row.site, row.product_id, row.quantity) for row in by_stock_location.values()]
    picked = shipments.pick_by_site(command.lines, pieces, wanting, held)
    by_line = {line.line: line for line in lines}
    for part in picked:
        stock_location = stock[part.product_id, part.site]
        if departure.reference:
            move_stock_as_told(work, stock_location, -part.quantity, departure.at)
        else:
            move_stock(work, stock_location, -part.quantity)
        stock_location.reserved -= part.quantity
        by_stock_location[part.product_id, part.site].quantity -= part.quantity
        by_line[part.order_line].reserved -= part.quantity
        by_line[part.order_line].shipped += part.quantity
    return [ShipmentLineRow(**vars(part)) for part in picked]


async def _move_to_sites(
    work: Work,
    order: OrderRow,
    wanted: Sequence[ShipmentLine],
    kept: dict[tuple[UUID, str], ReservationRow],
    stock: dict[tuple[UUID, str], StockRow],
) -> None:
    """What leaves another site than it is reserved at is reserved there."""
    if not any(line.site for line in wanted):
        return
    free = {place: row.on_hand - row.reserved for place, row in stock.items()}
    for one in shipments.move_to_sites(wanted, {place: row.quantity for place, row in kept.items()}, free):
        there = one.product_id, one.to
        if there not in kept:
            kept[there] = await stock_store.ensure_reservation(work, order.id, *there)
        kept[one.product_id, one.site].quantity -= one.quantity
        kept[there].quantity += one.quantity
        stock[one.product_id, one.site].reserved -= one.quantity
        stock[there].reserved += one.quantity


async def _write(
    work: Work,
    order: OrderRow,
    command: Ship,
    lines: list[ShipmentLineRow],
    *,
    id: UUID,
    departure: Departure,
) -> ShipmentRow:
    shipment = ShipmentRow(
        id=id,
        number=await work.next_number(SERIES, order.legal_entity_id),
        status=ShipmentStatus.SENT,
        order_id=order.id,
        carrier=command.carrier,
        tracking=command.tracking,
        sent_at=departure.at,
        sent_by=work.actor.id,
        reference=departure.reference,
    )
    for line in lines:
        line.shipment_id = id
    work.session.add_all([shipment, *lines])
    return shipment


def _publish(work: Work, order: OrderRow, lines: list[OrderLineRow], shipment: ShipmentRow, sent: ShipmentView) -> None:
    event_args = shipment.event_args(order)
    pieces = [ShipmentLine(product_id=line.product_id, quantity=line.quantity, line=line.line) for line in sent.lines]
    event_args |= {
        "by_id": work.actor.id,
        "lines": pieces,
        "sent_at": shipment.sent_at,
        "reference": shipment.reference,
    }
    emit_standing(work, order, ShipmentSent.model_validate(event_args))
    advance_order(work, order, lines, left_at=shipment.sent_at)
