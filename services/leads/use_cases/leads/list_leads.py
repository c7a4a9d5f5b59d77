"""Which leads may this person see?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.follow_ups import FollowUpKindRow
from messages.leads.leads import FollowUpView, LeadCounts, LeadStatus, LeadView
from services.leads.store import follow_ups
from services.leads.store import leads as store
from services.leads.store.distribution.responses import respond_by_of
from services.leads.store.pools import pool_rules
from services.leads.store.views import view_of


async def list_leads(uow: UnitOfWork, **filters: Any) -> Page[LeadView]:
    """Newest first; `filters` are those of `store.page_of_leads`."""
    async with uow.begin() as work:
        return await store.page_of_leads(work, **filters)


async def count_leads(uow: UnitOfWork, source: str | None = None) -> LeadCounts:
    async with uow.begin() as work:
        return await store.count_leads(work, source)


async def show_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    async with uow.begin() as work:
        view = await view_of(work, await store.get_lead(work, lead_id))
        if view.status is not LeadStatus.OWNED or view.owner_id is None:
            return view
        return view.model_copy(update={"respond_by": await respond_by_of(work, lead_id)})


async def list_follow_ups(lead_id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[FollowUpView]:
    async with uow.begin() as work:
        await store.get_lead(work, lead_id)
        return await follow_ups.page_of_follow_ups(work, lead_id, cursor=cursor, limit=limit)


async def list_follow_up_kinds(lead_id: UUID, uow: UnitOfWork) -> list[FollowUpKindRow]:
    """In which ways this lead is followed up, and which of them count: those of its pool."""
    async with uow.begin() as work:
        lead = await store.get_lead(work, lead_id)
        return list((await pool_rules(work, lead.pool_id)).kinds)
