"""Which files has a contract?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.files import AttachedFile
from services.deals.store import contract_files, contracts


async def list_files(id: UUID, uow: UnitOfWork) -> list[AttachedFile]:
    async with uow.begin() as work:
        row = await contracts.get_contract(work, id)
        return (await contract_files.list_files(work, [row.id]))[row.id]
