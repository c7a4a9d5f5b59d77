"""Decide what becomes of pieces that were short or damaged: they are sent again, or credited."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.shipments import DecideDifference, DifferenceDecided, DifferenceDecision, ShipmentView
from services.orders.domain import lifecycle, receipts
from services.orders.domain.split import split
from services.orders.store import orders as order_store
from services.orders.store import shipments as store
from services.orders.store.locked_orders import lock_of_shipment
from services.orders.tables import DifferenceRow, OrderLineRow, OrderRow, ShipmentLineRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.credit_goods import credit_pieces, total_of
from services.orders.use_cases.steps.delivery_progress import advance_order


async def decide_difference(shipment_id: UUID, command: DecideDifference, uow: UnitOfWork) -> ShipmentView:
    """Sent again, the order waits for as many pieces anew, and its process gets them; credited, they are not due any
    more. What is decided stays so."""
    async with uow.begin() as work:
        order, _ = await lock_of_shipment(work, shipment_id)
        shipment = await store.get_shipment(work, shipment_id)
        lines = await store.list_lines(work, [shipment_id])
        found = await store.find_difference(work, command.difference_id, shipment_id)
        if not work.repeated and found.decision is None:
            receipts.must_decide_differences(actor_of(work), owner_id=order.owner_id)
            receipts.must_be_delivering(order.status)
            credited = await _decide(work, order, lines[shipment_id], found, command)
            shipment.version += 1
            event_args = shipment.event_args(order)
            event_args |= {"by_id": work.actor.id, "difference_id": found.id, "decision": command.decision}
            event_args |= {"pieces": found.quantity, "lines": credited}
            event_args |= {"credit": Money.of(total_of(credited), order.currency)}
            work.emit(DifferenceDecided.model_validate(event_args))
        differences = await store.list_differences(work, lines)
        return shipment.view(lines[shipment_id], differences.get(shipment_id, ()))


async def _decide(
    work: Work, order: OrderRow, parts: Sequence[ShipmentLineRow], found: DifferenceRow, command: DecideDifference
) -> list[CreditedLine]:
    found.decision, found.comment = command.decision, command.comment
    found.decided_by, found.decided_at = work.actor.id, work.now
    own = [part for part in parts if part.order_line == found.order_line]
    for part, some in zip(
        own, split(found.quantity, [part.short + part.damaged - part.lost for part in own]), strict=True
    ):
        part.lost += some
    lines = {line.line: line for line in await order_store.lines_of(work, order.id)}
    line = lines[found.order_line]
    line.shipped -= found.quantity
    if command.decision is DifferenceDecision.CREDIT:
        return await _credit(work, order, lines, line, found.quantity)
    order.status = lifecycle.reopen(order.status, [one.pieces() for one in lines.values()])
    order.version += 1
    return []


async def _credit(
    work: Work, order: OrderRow, lines: dict[int, OrderLineRow], line: OrderLineRow, pieces: int
) -> list[CreditedLine]:
    credited = await credit_pieces(work, order, lines.values(), [(line, pieces)])
    line.closed += pieces
    advance_order(work, order, lines.values())
    return credited
