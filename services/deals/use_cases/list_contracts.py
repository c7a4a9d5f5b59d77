"""Which contracts are there?"""

from chassis.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.contracts import ContractStatus, ContractView
from services.deals.store import contracts


async def list_contracts(
    uow: UnitOfWork, *, status: ContractStatus | None, open: bool | None, cursor: str | None, limit: int
) -> Page[ContractView]:
    async with uow.begin() as work:
        return await contracts.list_contracts(work, status=status, open=open, cursor=cursor, limit=limit)
