"""Promise the customer delivery."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import ConfirmOrder, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.store.locked_orders import lock_with_facts
from services.orders.use_cases.steps.confirm import confirm


async def confirm_order(order_id: UUID, command: ConfirmOrder, uow: UnitOfWork) -> OrderView:
    """Confirming again, or an earlier round, changes nothing; it may wait for its approvers anew."""
    async with uow.begin() as work:
        locked = await lock_with_facts(work, order_id)
        order = locked.order
        earlier = command.round is not None and command.round < order.round
        if not (work.repeated or earlier) and not lifecycle.has_reached(order.status, OrderStatus.CONFIRMED):
            await confirm(work, locked)
        return order.view(locked.lines)
