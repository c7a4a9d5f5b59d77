"""How are files found and kept that somebody brings in?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from chassis.db.unit_of_work import Work
from messages.approvals.file_imports import FileImportStatus, LineError, LineErrors, ReportBatch, Stage
from messages.errors import NotFound
from services.approvals.tables.file_imports import import_batches as batches
from services.approvals.tables.file_imports import imports

Row = RowMapping
SHOWN = [column for column in imports.c if column.name != "content"]
COUNTS = ("line", "accepted", "duplicate", "invalid")
BATCHES = 20  # of a page of errors


async def add_import(work: Work, values: dict[str, Any]) -> None:
    await work.session.execute(insert(imports).values(**values))


async def find_import(work: Work, id: UUID) -> Row | None:
    """One's own."""
    mine = (imports.c.id == id) & (imports.c.owner_id == work.actor.id)
    return (await work.session.execute(select(*SHOWN).where(mine))).mappings().first()


async def lock_import(work: Work, id: UUID) -> Row:
    """One's own. Raises NotFound."""
    mine = (imports.c.id == id) & (imports.c.owner_id == work.actor.id)
    found = (await work.session.execute(select(*SHOWN).where(mine).with_for_update())).mappings().first()
    if found is None:
        raise NotFound("file_import", id)
    return found


async def list_imports(work: Work, most: int) -> Sequence[Row]:
    """One's own, the newest first."""
    query = select(*SHOWN).where(imports.c.owner_id == work.actor.id)
    query = query.order_by(imports.c.created_at.desc(), imports.c.id.desc()).limit(most)
    return (await work.session.execute(query)).mappings().all()


async def content_of(work: Work, id: UUID) -> bytes | None:
    mine = (imports.c.id == id) & (imports.c.owner_id == work.actor.id)
    content = (await work.session.execute(select(imports.c.content).where(mine))).scalar()
    return None if content is None else bytes(content)


async def change_import(work: Work, id: UUID, **changed: Any) -> None:
    await work.session.execute(update(imports).where(imports.c.id == id).values(touched_at=work.now, **changed))


async def forget_old(work: Work, before: datetime) -> None:
    """One's own that nobody went on with."""
    old = (imports.c.owner_id == work.actor.id) & (imports.c.touched_at < before)
    await work.session.execute(
        delete(imports).where(old & (imports.c.status != FileImportStatus.DONE), imports.c.content.is_not(None))
    )


async def add_batch(work: Work, id: UUID, said: ReportBatch) -> None:
    values = said.model_dump(mode="json") | {"import_id": id}
    await work.session.execute(insert_or(batches).values(**values).on_conflict_do_nothing())


async def drop_batches(work: Work, id: UUID, stage: Stage) -> None:
    await work.session.execute(delete(batches).where(batches.c.import_id == id, batches.c.stage == stage))


async def counts_of(work: Work, ids: Sequence[UUID]) -> dict[tuple[UUID, str], dict[str, int]]:
    """By import and stage: how far it is, and what became of the rows."""
    columns = [func.max(batches.c.line).label("line"), *(func.sum(batches.c[name]).label(name) for name in COUNTS[1:])]
    query = select(batches.c.import_id, batches.c.stage, func.count().label("batches"), *columns)
    query = query.where(batches.c.import_id.in_(ids)).group_by(batches.c.import_id, batches.c.stage)
    found = (await work.session.execute(query)).mappings().all()
    return {
        (row["import_id"], row["stage"]): {name: int(row[name] or 0) for name in ("batches", *COUNTS)} for row in found
    }


async def list_errors(work: Work, id: UUID, stage: Stage, start: int) -> LineErrors:
    """Of some batches from this number on."""
    query = select(batches.c.number, batches.c.errors).where(
        batches.c.import_id == id, batches.c.stage == stage, batches.c.number >= start
    )
    found = (await work.session.execute(query.order_by(batches.c.number).limit(BATCHES + 1))).all()
    items = [LineError.model_validate(error) for row in found[:BATCHES] for error in row.errors]
    return LineErrors(items=items, next=found[BATCHES].number if len(found) > BATCHES else None)
