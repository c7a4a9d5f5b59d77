"""What is known of an opportunity?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityView
from services.deals.store import opportunities


async def show_opportunity(id: UUID, uow: UnitOfWork) -> OpportunityView:
    async with uow.begin() as work:
        return await opportunities.view(work, await opportunities.get_opportunity(work, id))
