"""Order goods: called off an effective contract, or without a contract."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.order_imports import OrderImported
from messages.orders.orders import OrderPlaced, OrderStatus, OrderView
from messages.orders.placing import PlaceOrder
from services.orders.domain.order_imports import NOTHING_KEPT, Kept, must_be_free
from services.orders.domain.self_ordering import must_be_first_of_number
from services.orders.store import orders as store
from services.orders.store import projections as known_store
from services.orders.tables import OrderLineRow, OrderRow
from services.orders.use_cases.steps.contract_lines import deduct_from_contract
from services.orders.use_cases.steps.credit import note_exposure
from services.orders.use_cases.steps.new_order import Origin, compose, origin_of

SERIES = "SO"


async def place_order(command: PlaceOrder, uow: UnitOfWork) -> OrderView:
    """The contract's row, or the customer's, is locked: two orders never take the same pieces. The same id again finds
    the first."""
    async with uow.begin() as work:
        return await place(work, command)


async def place(work: Work, command: PlaceOrder, kept: Kept = NOTHING_KEPT) -> OrderView:
    """As part of a transaction; `kept` of before, where it is brought in. Raises NotFound for a contract, customer or
    product that the actor does not see."""
    order_id = command.id or work.new_id()
    origin = await origin_of(work, command)
    if await store.has_order(work, order_id):
        return await _placed_before(work, order_id, origin)
    order, new = await compose(work, order_id, origin, command)
    if order.purchase_order_number:
        standing = await store.lock_purchase_order(work, order.customer_id, order.purchase_order_number)
        must_be_first_of_number(order.purchase_order_number, standing=standing)
    customer_name, limited = await known_store.customer_with_limit(work, order)
    order.customer_name = customer_name or order.customer_name
    if limited and kept.delivered_at is None:
        await note_exposure(work, order)
    order.placed_at = kept.placed_at or order.placed_at
    order.number = await _number(work, order, kept)
    if kept.delivered_at is not None:
        _deliver(order, new.lines, kept.delivered_at)
    await write_order(work, order, new.lines)
    deduct_from_contract(new)
    if kept.delivered_at is not None:
        moments = {"placed_at": order.placed_at, "delivered_at": kept.delivered_at}
        work.emit(OrderImported(**order.event_args(), **moments))
        return order.view(new.lines)
    own = {
        "round": order.round,
        "return_id": order.exchange_of,
        "ordered_by": order.ordered_by,
        "stands": order.placed(),
    }
    work.emit(OrderPlaced(**order.event_args(), **own))
    return order.view(new.lines)


def _deliver(order: OrderRow, lines: Sequence[OrderLineRow], delivered_at: datetime) -> None:
    """Before it came here: no stock of ours moves, and nothing more happens to it."""
    order.status, order.completed_at = OrderStatus.COMPLETED, delivered_at
    for line in lines:
        line.shipped = line.received = line.quantity


async def _number(work: Work, order: OrderRow, kept: Kept) -> str:
    if kept.number is None:
        return await work.next_number(SERIES, order.legal_entity_id)
    must_be_free(kept.number, is_taken=await store.lock_number(work, order.legal_entity_id, kept.number))
    return kept.number


async def write_order(work: Work, order: OrderRow, lines: Sequence[OrderLineRow]) -> None:
    """The order before its lines, which point to it."""
    order.search = order.searched()
    work.session.add(order)
    await work.session.flush()
    work.session.add_all(lines)


async def _placed_before(work: Work, order_id: UUID, origin: Origin) -> OrderView:
    order = await store.find_order(work, order_id)
    if order is None or origin.id != (order.contract_id or order.customer_id):
        raise NotFound("order", order_id)
    return order.view(await store.lines_of(work, order_id))
