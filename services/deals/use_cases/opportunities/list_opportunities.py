"""Which opportunities are there?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.opportunities import OpportunityView
from services.deals.store import opportunities


async def list_opportunities(
    uow: UnitOfWork, *, cursor: str | None, limit: int, **wanted: Any
) -> Page[OpportunityView]:
    """`wanted`: the filters of `store.opportunities.opportunity_filter`."""
    async with uow.begin() as work:
        where = opportunities.opportunity_filter(**wanted)
        return await opportunities.list_opportunities(work, where, cursor=cursor, limit=limit)
