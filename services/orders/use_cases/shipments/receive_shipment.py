"""Say what arrived of a shipment: well, not at all, or damaged."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.money import Money
from messages.orders.shipments import (
    DifferenceKind,
    ReceivedLine,
    ReceiveShipment,
    ShipmentDiffered,
    ShipmentPartlyReceived,
    ShipmentReceived,
    ShipmentStatus,
    ShipmentView,
)
from messages.roles import Role
from services.orders.domain import receipts, shipments
from services.orders.domain.split import split
from services.orders.store import shipments as store
from services.orders.store.locked_orders import lock_of_shipment
from services.orders.tables import DifferenceRow, OrderLineRow, OrderRow, ShipmentLineRow, ShipmentRow
from services.orders.use_cases.steps.delivery_progress import advance_order, emit_after, emit_standing


async def receive_shipment(shipment_id: UUID, command: ReceiveShipment, uow: UnitOfWork) -> ShipmentView:
    """By the shipper, the order's owner or its customer. Of what is short or damaged somebody else decides. One that is
    received in full stays as it is."""
    async with uow.begin() as work:
        order, order_lines = await lock_of_shipment(work, shipment_id)
        shipment, parts = await store.get_with_lines(work, shipment_id)
        shipments.must_be_receiver(
            may_ship=work.actor.may(Role.SHIPPER),
            is_owner=work.actor.id == order.owner_id,
            is_customer=work.actor.customer_id == order.customer_id,
        )
        if work.repeated or shipment.status is ShipmentStatus.RECEIVED:
            return await _shown(work, shipment, parts)
        shipments.must_not_be_returned(shipment.status, order.status)
        receipts.must_be_explained(command.lines)
        counted = receipts.counted(command.lines, _on_the_way(parts, shipment.status))
        if command.lines:
            _count(work, parts, shipment.status, counted)
        if not any(part.on_the_way(shipment.status) for part in parts) or not command.lines:
            shipment.status, shipment.received_at = ShipmentStatus.RECEIVED, work.now
            shipment.received_by = work.actor.id
        shipment.version += 1
        of_order = {line.line: line for line in order_lines}
        _publish(work, order, shipment, counted, _worth(order, of_order, counted))
        _arrive(work, order, of_order, counted)
        return await _shown(work, shipment, parts)


async def _shown(work: Work, shipment: ShipmentRow, parts: list[ShipmentLineRow]) -> ShipmentView:
    differences = await store.list_differences(work, {shipment.id: parts})
    return shipment.view(parts, differences.get(shipment.id, ()))


def _on_the_way(parts: Sequence[ShipmentLineRow], status: ShipmentStatus) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in parts:
        found[part.order_line] = found.get(part.order_line, 0) + part.on_the_way(status)
    return found


def _count(
    work: Work, parts: Sequence[ShipmentLineRow], status: ShipmentStatus, counted: Sequence[ReceivedLine]
) -> None:
    """Which of the pieces of a line left from which stock location is not known: the first ones are counted first."""
    for line in counted:
        own = [part for part in parts if part.order_line == line.line]
        for name, pieces in (("received", line.accepted), ("short", line.short), ("damaged", line.damaged)):
            for part, some in zip(own, split(pieces, [part.on_the_way(status) for part in own]), strict=True):
                setattr(part, name, getattr(part, name) + some)
        for kind, pieces in ((DifferenceKind.SHORT, line.short), (DifferenceKind.DAMAGED, line.damaged)):
            if pieces:
                work.session.add(_difference(work, own[0], kind, pieces, line.note))


def _difference(work: Work, part: ShipmentLineRow, kind: DifferenceKind, pieces: int, note: str) -> DifferenceRow:
    return DifferenceRow(
        id=work.new_id(),
        shipment_id=part.shipment_id,
        order_line=part.order_line,
        kind=kind,
        quantity=pieces,
        note=note,
        noted_by=work.actor.id,
        noted_at=work.now,
    )


def _worth(order: OrderRow, lines: Mapping[int, OrderLineRow], counted: Sequence[ReceivedLine]) -> Money:
    """What the customer pays for what arrived well, before it is counted."""
    parts = [lines[part.line].worth_arriving(part.accepted, order.currency) for part in counted]
    return Money.of(sum(parts, Decimal(0)), order.currency)


def _publish(work: Work, order: OrderRow, shipment: ShipmentRow, counted: Sequence[ReceivedLine], worth: Money) -> None:
    event_args = shipment.event_args(order)
    event_args |= {"by_id": work.actor.id, "worth": worth, "received_at": work.now}
    short, damaged = sum(line.short for line in counted), sum(line.damaged for line in counted)
    if shipment.status is ShipmentStatus.RECEIVED:
        emit_standing(work, order, ShipmentReceived.model_validate(event_args))
    else:
        pieces = short + damaged + sum(line.accepted for line in counted)
        work.emit(ShipmentPartlyReceived.model_validate(event_args | {"pieces": pieces}))
    if short or damaged:
        emit_after(work, ShipmentDiffered.model_validate(event_args | {"short": short, "damaged": damaged}))


def _arrive(work: Work, order: OrderRow, by_line: Mapping[int, OrderLineRow], counted: Sequence[ReceivedLine]) -> None:
    for part in counted:
        by_line[part.line].received += part.accepted
    order.goods_back_at = None  # not all of them: the customer has these
    advance_order(work, order, by_line.values())
