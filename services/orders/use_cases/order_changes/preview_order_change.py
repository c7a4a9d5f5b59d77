"""In what would an order differ after a change? Nothing is kept."""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import OrderDifference, PreviewOrderChange
from services.orders.domain import order_changes as rules
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.changed_order import compose_change
from services.orders.use_cases.steps.order_difference import difference_of


async def preview_order_change(command: PreviewOrderChange, uow: UnitOfWork) -> OrderDifference:
    """What asking for it refuses is refused here, too."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, command.order_id)
        rules.must_be_changeable(order.status)
        rules.must_be_as_seen(seen=command.version, now=order.version)
        return await difference_of(work, order, await compose_change(work, order, lines, command))
