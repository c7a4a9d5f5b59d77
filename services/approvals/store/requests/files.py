"""How are the files found and kept that people attach to what they say about a request?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, insert, select

from chassis.db.unit_of_work import Work
from chassis.records.files import FileView
from messages.files import AttachedFile
from services.approvals.tables.requests import request_files as files

SHOWN = (files.c.name, files.c.sha256, files.c.size, files.c.media_type)


async def find_file(work: Work, request_id: UUID, sha256: str) -> tuple[AttachedFile, UUID] | None:
    """With the id its content is kept under."""
    mine = (files.c.request_id == request_id) & (files.c.sha256 == sha256)
    row = (await work.session.execute(select(*SHOWN, files.c.file_id).where(mine))).first()
    return (AttachedFile(**{c.name: getattr(row, c.name) for c in SHOWN}), row.file_id) if row else None


async def count_files(work: Work, request_id: UUID) -> int:
    query = select(func.count()).select_from(files).where(files.c.request_id == request_id)
    found: int = (await work.session.execute(query)).scalar_one()
    return found


async def known_of(work: Work, request_id: UUID, hashes: Collection[str]) -> set[str]:
    mine = (files.c.request_id == request_id) & files.c.sha256.in_(hashes)
    return set((await work.session.execute(select(files.c.sha256).where(mine))).scalars())


async def add_file(work: Work, request_id: UUID, kept: FileView) -> None:
    values = {
        "request_id": request_id, "sha256": kept.sha256, "file_id": kept.id, "name": kept.name,
        "media_type": kept.media_type, "size": kept.size, "person_id": work.actor.id, "attached_at": work.now,
    }  # fmt: skip
    await work.session.execute(insert(files).values(values))
