"""Which guidance is there?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.guidance import GuidanceView
from services.deals.store import guidance


async def list_guidance(uow: UnitOfWork, **wanted: Any) -> Page[GuidanceView]:
    """What is due first, first; the filters are those of the route."""
    async with uow.begin() as work:
        return await guidance.list_guidance(work, **wanted)


async def show_guidance(id: UUID, uow: UnitOfWork) -> GuidanceView:
    async with uow.begin() as work:
        return await guidance.view(work, await guidance.get_guidance(work, id))
