"""Which tasks have activities, and whose are they?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.campaign_tasks import CampaignTaskView
from services.leads.store.campaigns import campaign_tasks


async def list_tasks(uow: UnitOfWork, **wanted: Any) -> Page[CampaignTaskView]:
    """What is due first, first; the filters are those of the route."""
    async with uow.begin() as work:
        return await campaign_tasks.page_of_tasks(work, **wanted)


async def show_task(id: UUID, uow: UnitOfWork) -> CampaignTaskView:
    async with uow.begin() as work:
        return await campaign_tasks.view(work, await campaign_tasks.get_task(work, id))
