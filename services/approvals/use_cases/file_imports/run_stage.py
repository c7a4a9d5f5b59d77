"""How is a file checked or brought in, batch by batch, so that it may stop anywhere and go on?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.file_imports import EndStage, FileImportStatus, FileImportView, ReportBatch, Stage, StartStage
from services.approvals.domain.file_imports.stages import BEGUN, ENDED, is_running, must_be_startable, must_run
from services.approvals.store.file_imports import imports as store
from services.approvals.use_cases.file_imports.show_import import view_of


async def start_stage(id: UUID, command: StartStage, uow: UnitOfWork) -> FileImportView:
    """A check begins anew; an import that stopped goes on where it was."""
    async with uow.begin() as work:
        row = await store.lock_import(work, id)
        if work.repeated:
            return await view_of(work, id)
        status = FileImportStatus(row["status"])
        running = is_running(status, row["touched_at"], row["stopped"], work.now)
        mapped = command.mapping is not None or row["mapping"] is not None
        new = command.mapping is not None
        must_be_startable(status, command.stage, running=running, has_mapping=mapped, new_mapping=new)
        changed: dict[str, Any] = {"status": BEGUN[command.stage], "stopped": ""}
        if command.mapping is not None:
            changed["mapping"] = command.mapping.model_dump(mode="json")
        if command.stage is Stage.CHECK:
            await store.drop_batches(work, id, Stage.CHECK)
        await store.change_import(work, id, **changed)
        return await view_of(work, id)


async def report_batch(id: UUID, command: ReportBatch, uow: UnitOfWork) -> None:
    """Told twice, it counts once."""
    async with uow.begin() as work:
        row = await store.lock_import(work, id)
        must_run(FileImportStatus(row["status"]), command.stage)
        await store.add_batch(work, id, command)
        await store.change_import(work, id)


async def end_stage(id: UUID, command: EndStage, uow: UnitOfWork) -> FileImportView:
    """The file itself goes once all its rows are in the house; with `why` it stopped, and can go on."""
    async with uow.begin() as work:
        row = await store.lock_import(work, id)
        if row["status"] != ENDED[command.stage]:
            must_run(FileImportStatus(row["status"]), command.stage)
            if command.why:
                await store.change_import(work, id, stopped=command.why)
            else:
                gone: dict[str, Any] = {"content": None} if command.stage is Stage.IMPORT else {}
                await store.change_import(work, id, status=ENDED[command.stage], stopped="", **gone)
        return await view_of(work, id)
