"""How many opportunities are where, and what are they worth?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityCount
from services.deals.store import opportunities


async def count_opportunities(uow: UnitOfWork, **wanted: Any) -> list[OpportunityCount]:
    """`wanted`: the filters of `store.opportunities.opportunity_filter`."""
    async with uow.begin() as work:
        return await opportunities.count_opportunities(work, opportunities.opportunity_filter(**wanted))
