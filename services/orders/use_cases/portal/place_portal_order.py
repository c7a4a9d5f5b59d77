"""Order goods for oneself, as a customer."""

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.portal import PlacePortalOrder, PortalOrderPreview, PortalOrderView
from services.orders.store import orders as store
from services.orders.use_cases.orders.place_order import place
from services.orders.use_cases.steps.new_order import compose, origin_of
from services.orders.use_cases.steps.portal_views import order_command, portal_line, portal_order


async def place_portal_order(command: PlacePortalOrder, uow: UnitOfWork) -> PortalOrderView:
    """It goes the way of every order: to its seller, and to those who approve. The same id again finds the first."""
    async with uow.begin() as work:
        placed = await place(work, order_command(work, command))
        order = await store.get_order(work, placed.id)
        return portal_order(order, await store.lines_of(work, order.id))


async def preview_portal_order(command: PlacePortalOrder, uow: UnitOfWork) -> PortalOrderPreview:
    """What it would cost now; what placing refuses is refused here, too."""
    async with uow.begin() as work:
        wanted = order_command(work, command)
        order, new = await compose(work, command.id or work.new_id(), await origin_of(work, wanted), wanted)
        seen = order.view(new.lines)
        lines = [portal_line(line) for line in seen.lines]
        return PortalOrderPreview(lines=lines, discount=seen.discount, tax=seen.tax, total=seen.total)
