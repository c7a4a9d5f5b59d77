"""How does deals keep what came with a follow-up or with what somebody wrote?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.unit_of_work import Work
from chassis.records.files import FileView
from messages.errors import NotFound
from messages.files import AttachedFile
from services.deals.tables import SaleFile


async def files_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[AttachedFile]]:
    """By name."""
    query = select(SaleFile).where(col(SaleFile.record_id).in_(ids)).order_by(col(SaleFile.name), col(SaleFile.sha256))
    found: dict[UUID, list[AttachedFile]] = {id: [] for id in ids}
    for row in await work.session.scalars(query):
        found[row.record_id].append(row.view())
    return found


async def add_files(work: Work, record_id: UUID, files: Sequence[FileView]) -> None:
    """What was given twice is kept once."""
    values = [
        {"record_id": record_id, "file_id": one.id}
        | {name: getattr(one, name) for name in ("sha256", "name", "media_type", "size")}
        for one in {one.sha256: one for one in files}.values()
    ]
    if values:
        await work.session.execute(insert(SaleFile), values)


async def find_file(work: Work, record_id: UUID, sha256: str) -> SaleFile:
    found = await work.session.get(SaleFile, (record_id, sha256))
    if found is None:
        raise NotFound("file", sha256)
    return found
