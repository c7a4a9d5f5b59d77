"""How does deals find and keep the files of contracts?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.files import FileView
from messages.files import AttachedFile
from services.deals.tables import Contract, ContractFile


async def list_files(work: Work, contract_ids: Sequence[UUID]) -> dict[UUID, list[AttachedFile]]:
    """Those that are attached now, by name."""
    attached = col(ContractFile.contract_id).in_(contract_ids) & col(ContractFile.removed_at).is_(None)
    ordered = select(ContractFile).where(attached).order_by(col(ContractFile.name), col(ContractFile.sha256))
    found: dict[UUID, list[AttachedFile]] = {id: [] for id in contract_ids}
    for row in await work.session.scalars(ordered):
        found[row.contract_id].append(row.view())
    return found


async def find_file(work: Work, contract_id: UUID, sha256: str) -> ContractFile | None:
    """Also one that was removed after it had been submitted."""
    return await work.session.get(ContractFile, (contract_id, sha256))


async def add_file(work: Work, contract: Contract, file: FileView) -> None:
    row = ContractFile(
        contract_id=contract.id,
        sha256=file.sha256,
        file_id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        round=contract.round,
    )
    work.session.add(row)


async def remove_file(work: Work, contract: Contract, row: ContractFile) -> None:
    """What was submitted is only marked."""
    if contract.round > row.round:
        row.removed_at = work.now
    else:
        await work.session.delete(row)
