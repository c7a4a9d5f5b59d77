"""How are somebody's notices in the app written, found and marked as read?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import func, select, update

from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.approvals.notices import NoticeView
from messages.base import Page
from messages.errors import NotFound
from services.approvals.domain.notices.wording import Reader, noticed
from services.approvals.tables.notices import notices

WRITE = (
    "INSERT INTO notices SELECT n.* FROM jsonb_populate_recordset(NULL::notices, $1::text::jsonb) n"
    " ON CONFLICT (id) DO NOTHING RETURNING id"
)


async def write_notices(work: Work, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Which of them are new."""
    return {row["id"] for row in await work.fetch(WRITE, pydantic_core.to_json(rows).decode())} if rows else set()


async def list_notices(work: Work, *, unread: bool, cursor: str | None, limit: int) -> Page[NoticeView]:
    """The actor's own, newest first."""
    query = select(notices).where(notices.c.person_id == work.actor.id)
    query = query.where(notices.c.read_at.is_(None)) if unread else query
    key = (notices.c.created_at, notices.c.id)
    reader = reader_of(work)
    return await page_of(
        work, query, key=key, cursor=cursor, limit=limit, descending=True,
        view=lambda row: noticed(row._mapping, reader),
    )  # fmt: skip


async def count_unread(work: Work) -> int:
    query = select(func.count()).where(notices.c.person_id == work.actor.id, notices.c.read_at.is_(None))
    found: int = (await work.session.execute(query)).scalar_one()
    return found


async def mark_read(work: Work, id: UUID) -> NoticeView:
    """Another's is not there. Once read, it stays as it is."""
    mine = (notices.c.id == id) & (notices.c.person_id == work.actor.id)
    await work.session.execute(update(notices).where(mine, notices.c.read_at.is_(None)).values(read_at=work.now))
    row = (await work.session.execute(select(notices).where(mine))).mappings().first()
    if row is None:
        raise NotFound("notice", id)
    return noticed(row, reader_of(work))


async def mark_all_read(work: Work) -> None:
    """Those that were there; one that comes meanwhile stays unread."""
    mine = update(notices).where(notices.c.person_id == work.actor.id, notices.c.read_at.is_(None))
    await work.session.execute(mine.where(notices.c.created_at <= work.now).values(read_at=work.now))


def reader_of(work: Work) -> Reader:
    return Reader(work.actor.lang, work.actor.tz)
