"""What stands of a file that somebody brings in?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.file_imports import ChosenMapping, FileImportStatus, FileImportView, LineErrors, Stage
from messages.errors import NotFound
from services.approvals.domain.file_imports.stages import is_running
from services.approvals.store.file_imports import imports as store

MOST = 50
NOTHING = {"batches": 0, "line": 0, "accepted": 0, "duplicate": 0, "invalid": 0}
IMPORTED = (FileImportStatus.IMPORTING, FileImportStatus.DONE)


async def show_import(id: UUID, uow: UnitOfWork) -> FileImportView:
    async with uow.begin() as work:
        return await view_of(work, id)


async def list_imports(uow: UnitOfWork) -> list[FileImportView]:
    """One's own, the newest first."""
    async with uow.begin() as work:
        return await _views(work, await store.list_imports(work, MOST))


async def show_content(id: UUID, uow: UnitOfWork) -> bytes:
    async with uow.begin() as work:
        content = await store.content_of(work, id)
        if content is None:
            raise NotFound("file", id)
        return content


async def list_errors(id: UUID, uow: UnitOfWork, *, start: int) -> LineErrors:
    """Of the check, or of the import once that has begun."""
    async with uow.begin() as work:
        row = await store.find_import(work, id)
        if row is None:
            raise NotFound("file_import", id)
        stage = Stage.IMPORT if row["status"] in IMPORTED else Stage.CHECK
        return await store.list_errors(work, id, stage, start)


async def view_of(work: Work, id: UUID) -> FileImportView:
    """Raises NotFound."""
    row = await store.find_import(work, id)
    if row is None:
        raise NotFound("file_import", id)
    return (await _views(work, [row]))[0]


async def _views(work: Work, rows: Sequence[store.Row]) -> list[FileImportView]:
    counts = await store.counts_of(work, [row["id"] for row in rows])
    shown = []
    for row in rows:
        status = FileImportStatus(row["status"])
        stage = Stage.IMPORT if status in IMPORTED else Stage.CHECK
        mapping = ChosenMapping.model_validate(row["mapping"]) if row["mapping"] else None
        running = is_running(status, row["touched_at"], row["stopped"], work.now)
        own = {name: row[name] for name in ("id", "kind", "name", "sheet", "stopped", "created_at", "touched_at")}
        found = counts.get((row["id"], stage), NOTHING)
        shown.append(FileImportView(**own, **row["seen"], **found, status=status, mapping=mapping, is_running=running))
    return shown
