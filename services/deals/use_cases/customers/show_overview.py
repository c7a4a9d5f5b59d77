"""What goes on with a customer, in one answer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.overview import CustomerOverview
from services.deals.store.customer_care.overviews import overview_of
from services.deals.store.customers import get_customer


async def show_overview(id: UUID, uow: UnitOfWork) -> CustomerOverview:
    async with uow.begin() as work:
        return await overview_of(work, await get_customer(work, id))
