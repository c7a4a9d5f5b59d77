"""Which campaigns are there, and what do their activities add up to?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.campaigns import CampaignView
from services.leads.store.campaigns import campaigns


async def list_campaigns(uow: UnitOfWork, **wanted: Any) -> Page[CampaignView]:
    """The filters are those of the route."""
    async with uow.begin() as work:
        return await campaigns.page_of_campaigns(work, **wanted)


async def show_campaign(id: UUID, uow: UnitOfWork) -> CampaignView:
    async with uow.begin() as work:
        return await campaigns.view(work, await campaigns.get_campaign(work, id))
