"""Which orders has a customer?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.portal import PortalOrderView
from services.orders.store import portal as store
from services.orders.store.orders import list_lines
from services.orders.use_cases.steps.portal_views import portal_order


async def list_portal_orders(uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[PortalOrderView]:
    """The newest first, whoever placed them."""
    async with uow.begin() as work:
        page = await store.list_orders(work, cursor=cursor, limit=limit)
        lines = await list_lines(work, [row.id for row in page.items])
        return Page[PortalOrderView](items=[portal_order(row, lines[row.id]) for row in page.items], next=page.next)
