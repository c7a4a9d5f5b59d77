"""Which contracts are there?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.contracts import ContractView
from services.deals.store import contracts


async def list_contracts(uow: UnitOfWork, **filters: Any) -> Page[ContractView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await contracts.list_contracts(work, **filters)
