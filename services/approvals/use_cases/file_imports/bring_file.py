"""How does a file come, and what does it look like?"""

import asyncio
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.file_rows import Row, open_rows
from messages.approvals.file_imports import ChooseSheet, FileImportStatus, FileImportView
from messages.errors import Malformed, NotFound, RuleViolation
from messages.text_files import FileRefused
from services.approvals.domain.file_imports.stages import KEPT, RUNNING, is_running
from services.approvals.store.file_imports import imports as store
from services.approvals.use_cases.file_imports.show_import import view_of

SAMPLE = 20


async def bring_file(uow: UnitOfWork, *, kind: str, name: str, content: bytes) -> FileImportView:
    """It is refused by name when it is no table; nothing of it is brought in yet. What nobody went on with for a week
    is forgotten."""
    seen = await asyncio.to_thread(_seen, name, content, None)
    async with uow.begin() as work:
        await store.forget_old(work, work.now - KEPT)
        id = work.new_id()
        known = await store.find_import(work, id) if work.repeated else None
        if known is None:
            values = {
                "id": id, "owner_id": work.actor.id, "kind": kind, "name": name, "content": content,
                "status": FileImportStatus.UPLOADED, "sheet": None, "seen": seen, "mapping": None, "stopped": "",
                "created_at": work.now, "touched_at": work.now,
            }  # fmt: skip
            await store.add_import(work, values)
        return await view_of(work, id)


async def choose_sheet(id: UUID, command: ChooseSheet, uow: UnitOfWork) -> FileImportView:
    """Another sheet of the workbook, which is mapped anew."""
    async with uow.begin() as work:
        row = await store.lock_import(work, id)
        status = FileImportStatus(row["status"])
        running = is_running(status, row["touched_at"], row["stopped"], work.now)
        if running or status in RUNNING or status is FileImportStatus.DONE:
            raise RuleViolation("SYS-85", status=status)
        content = await store.content_of(work, id)
        if content is None:
            raise NotFound("file", id)
        seen = await asyncio.to_thread(_seen, row["name"], content, command.sheet)
        changed: dict[str, Any] = {"seen": seen, "sheet": command.sheet, "mapping": None}
        await store.change_import(work, id, status=FileImportStatus.UPLOADED, **changed)
        return await view_of(work, id)


def _seen(name: str, content: bytes, sheet: str | None) -> dict[str, Any]:
    try:
        file = open_rows(content, sheet=sheet)
        rows, sample = 0, list[dict[str, Any]]()
        for row in file.rows():
            rows += 1
            if len(sample) < SAMPLE and isinstance(row, Row):
                cells = {column: cell[:200].replace("\x00", "") for column, cell in row.cells.items() if column}
                sample.append({"line": row.line, "cells": cells})
    except FileRefused as no:
        raise Malformed("file", name, no.rule, **no.params) from no
    columns = [column.replace("\x00", "")[:200] for column in file.columns]
    return {"columns": columns, "sheets": file.sheets, "rows": rows, "sample": sample}
