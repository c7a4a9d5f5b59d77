"""Which activities are there, what came of them, and what have they cost?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.activities import ActivityView, CostView
from services.leads.store.campaigns import activities


async def list_activities(uow: UnitOfWork, **wanted: Any) -> Page[ActivityView]:
    """The filters are those of the route."""
    async with uow.begin() as work:
        return await activities.page_of_activities(work, **wanted)


async def show_activity(id: UUID, uow: UnitOfWork) -> ActivityView:
    async with uow.begin() as work:
        return await activities.view(work, await activities.get_activity(work, id))


async def list_costs(id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[CostView]:
    async with uow.begin() as work:
        activity = await activities.get_activity(work, id)
        return await activities.page_of_costs(work, activity, cursor=cursor, limit=limit)
