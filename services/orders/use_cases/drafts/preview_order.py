"""What would an order cost, and is there enough in stock? Nothing is kept."""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.placing import PlaceOrder
from messages.orders.previews import OrderPreview
from services.orders.use_cases.steps.new_order import compose, origin_of
from services.orders.use_cases.steps.order_preview import preview_of


async def preview_order(command: PlaceOrder, uow: UnitOfWork) -> OrderPreview:
    """Every figure as placing it now would write it; what placing refuses is refused here, too."""
    async with uow.begin() as work:
        order, new = await compose(work, command.id or work.new_id(), await origin_of(work, command), command)
        return await preview_of(work, order, new.lines, new.products)
