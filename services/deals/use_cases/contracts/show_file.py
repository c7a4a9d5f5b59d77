"""What is in a file of a contract?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of
from messages.errors import NotFound
from messages.files import AttachedFile
from services.deals.store import contract_files, contracts


async def show_file(id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    """For whoever may see the contract; also a removed one that was signed. Raises NotFound."""
    async with uow.begin() as work:
        row = await contracts.get_contract(work, id)
        found = await contract_files.find_file(work, row.id, sha256)
        if found is None:
            raise NotFound("file", sha256)
        return found.view(), await content_of(work, found.file_id)
