"""Promise the customer delivery and allocate the goods, all of them or none."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import ConfirmOrder, OrderSnapshot, OrderStatus
from services.orders.domain import lifecycle
from services.orders.store import products as stock_store
from services.orders.store.locked_orders import lock_with_facts
from services.orders.store.snapshots import find_snapshot
from services.orders.use_cases.steps.allocate_stock import reserve
from services.orders.use_cases.steps.confirm import confirm


async def confirm_and_reserve(order_id: UUID, command: ConfirmOrder, uow: UnitOfWork) -> OrderSnapshot:
    """What was done before is not done again. An order that waits for its approvers anew gets no goods; one whose goods
    are backordered waits for them: OrderReserved comes when stock is counted or freed. A round
    before the present one changes nothing."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        locked = await lock_with_facts(work, order_id)
        order, before = locked.order, await find_snapshot(work, order_id)
        if command.round is not None and command.round < order.round:
            return before
        if not lifecycle.has_reached(order.status, OrderStatus.CONFIRMED):
            await confirm(work, locked)
        confirmed = order.status is OrderStatus.CONFIRMED
        backordered = await reserve(work, order, locked.lines) if confirmed else []
        now = {name: getattr(order, name) for name in ("status", "round", "version")}
        return before.model_copy(update=now | {"backordered": backordered})
