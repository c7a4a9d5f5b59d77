"""How does a chain other than a request's get its next line, and how is a chain read, with what was made of it?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, text

from chassis.db.unit_of_work import Work
from messages.approvals.parts import Why
from messages.approvals.requests import AuditLine
from services.approvals.domain.audit.entries import FIRST_HASH, link
from services.approvals.tables.audit import audit
from services.approvals.tables.requests import rounds, votes

NO_LINE = (0, FIRST_HASH)  # what stands before the first
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))")


async def append_line(work: Work, chain: UUID, code: str, params: dict[str, Any]) -> None:
    """One at a time per chain, until the commit. Parameters are texts and whole numbers."""
    await work.session.execute(LOCK, {"chain": str(chain)})
    last = select(audit.c.seq, audit.c.hash).where(audit.c.chain == chain).order_by(audit.c.seq.desc()).limit(1)
    found = (await work.session.execute(last)).first()
    await _append(work, chain, (found.seq, found.hash) if found else NO_LINE, code, params)


async def append_first_line(work: Work, chain: UUID, code: str, params: dict[str, Any]) -> None:
    """Of a record that this transaction has made: nobody else can have begun its chain."""
    await _append(work, chain, NO_LINE, code, params)


async def _append(work: Work, chain: UUID, last: tuple[int, str], code: str, params: dict[str, Any]) -> None:
    values = line_after(work, chain, last, code, params) | {"chain": chain, "at": work.now, "actor_id": work.actor.id}
    await work.session.execute(insert(audit).values(values))


def line_after(work: Work, chain: UUID, last: tuple[int, str], code: str, params: dict[str, Any]) -> dict[str, Any]:
    """As a row, for who writes it with what was done. `last`: its number and hash."""
    seq, head = last
    line = Why(code=code, params=params)
    return link(head, chain, seq + 1, line, at=work.now, actor_id=work.actor.id, actor_name=work.actor.name)


async def list_acts(work: Work, chain: UUID) -> list[AuditLine]:
    query = select(audit).where(audit.c.chain == chain).order_by(audit.c.seq)
    return [
        AuditLine(
            seq=row.seq, at=row.at, actor_id=row.actor_id, actor_name=row.actor_name, hash=row.hash,
            act=Why(code=row.code, params=row.params),
        )
        for row in (await work.session.execute(query)).all()
    ]  # fmt: skip


async def list_votes(work: Work, request_id: UUID) -> Sequence[RowMapping]:
    """In the order in which they were cast."""
    found = ("voter_id", "on_behalf_of", "verdict", "comment", "content_hash")
    query = select(*[votes.c[name] for name in found]).where(votes.c.request_id == request_id)
    return (await work.session.execute(query.order_by(votes.c.decided_at, votes.c.task_id))).mappings().all()


async def list_rounds(work: Work, request_id: UUID) -> Sequence[RowMapping]:
    query = select(rounds.c.round, rounds.c.content, rounds.c.attachments, rounds.c.content_hash)
    return (
        (await work.session.execute(query.where(rounds.c.request_id == request_id).order_by(rounds.c.round)))
        .mappings()
        .all()
    )
