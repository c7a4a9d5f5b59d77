"""What stands in a contract?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractView
from services.deals.store import contracts


async def show_contract(id: UUID, uow: UnitOfWork) -> ContractView:
    async with uow.begin() as work:
        return await contracts.view(work, await contracts.get_contract(work, id))
