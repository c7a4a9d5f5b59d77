"""How are the links that decide kept: by the hash of a token that only the message has?"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from chassis.db.unit_of_work import Work
from messages.approvals.states import Verdict
from messages.errors import NotFound
from services.approvals.domain.notices.links import Link
from services.approvals.tables.notices import links


async def add_links(work: Work, rows: list[dict[str, Any]]) -> None:
    if rows:
        await work.session.execute(insert(links), rows)


async def find_link(work: Work, hash: str) -> Link:
    return await _link(work, select(links).where(links.c.hash == hash))


async def lock_link(work: Work, hash: str) -> Link:
    """After the request: whoever decides locks that first."""
    return await _link(work, select(links).where(links.c.hash == hash).with_for_update())


async def use_link(work: Work, hash: str, verdict: Verdict) -> None:
    used = update(links).where(links.c.hash == hash).values(used_at=work.now, verdict=verdict)
    await work.session.execute(used)


async def _link(work: Work, query: Any) -> Link:
    row = (await work.session.execute(query)).mappings().first()
    if row is None:
        raise NotFound("link", UUID(int=0))  # never the token
    return Link(
        row["task_id"], row["person_id"], row["content_hash"], row["expires_at"], row["used_at"],
        Verdict(row["verdict"]) if row["verdict"] else None,
    )  # fmt: skip
