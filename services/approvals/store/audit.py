"""How does a chain other than a request's get its next line, and how is a chain read?"""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from chassis.unit_of_work import Work
from messages.approvals.parts import Why
from messages.approvals.requests import ActView
from services.approvals.domain.auditing import FIRST_HASH, link
from services.approvals.tables.requests import audit

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))")


async def append_line(work: Work, chain: UUID, code: str, params: dict[str, Any]) -> None:
    """One at a time per chain, until the commit. Parameters are texts and whole numbers."""
    await work.session.execute(LOCK, {"chain": str(chain)})
    last = select(audit.c.seq, audit.c.hash).where(audit.c.chain == chain).order_by(audit.c.seq.desc()).limit(1)
    found = (await work.session.execute(last)).first()
    seq, head = (found.seq, found.hash) if found else (0, FIRST_HASH)
    row = link(head, chain, seq + 1, work.now, work.actor.id, work.actor.name, Why(code=code, params=params))
    values = row | {"chain": chain, "at": work.now, "actor_id": work.actor.id}
    await work.session.execute(insert(audit).values(values))


async def list_acts(work: Work, chain: UUID) -> list[ActView]:
    query = select(audit).where(audit.c.chain == chain).order_by(audit.c.seq)
    return [
        ActView(
            seq=row.seq, at=row.at, actor_id=row.actor_id, actor_name=row.actor_name, hash=row.hash,
            act=Why(code=row.code, params=row.params),
        )
        for row in (await work.session.execute(query)).all()
    ]  # fmt: skip
