"""Which deadlines of leads wait too long, which were kept too late, and when did each keeper look?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work
from messages.leads.deadlines import (
    LateDeadlines,
    LateDeadlineView,
    LeadDeadline,
    PoolKeeperView,
    WhyLate,
)
from services.leads.domain.lateness import is_late, why_late, why_over
from services.leads.store.pools import is_open
from services.leads.tables import (
    KEEPER,
    LATE,
    LEAD,
    NURTURED,
    OWNED,
    OWNERSHIP,
    POOL,
    LateDeadlineRow,
    LeadOwnershipRow,
    LeadRow,
    PoolKeeperRow,
    PoolRow,
)

D = LeadDeadline


@dataclass(frozen=True)
class Kept:
    """A deadline that was acted on now. `is_left_out`: its end came first, and it never was."""

    lead_id: UUID
    deadline: LeadDeadline
    due_at: datetime
    is_left_out: bool = False


async def note_look(work: Work, pool_id: UUID, kept: Sequence[Kept]) -> None:
    """The keeper of the pool has looked, and this is what it has done; what was in time is not kept."""
    looked = insert(PoolKeeperRow).values(pool_id=pool_id, looked_at=work.now)
    looked = looked.on_conflict_do_update(index_elements=["pool_id"], set_={"looked_at": work.now})
    await work.session.execute(looked)
    late = [one for one in kept if one.is_left_out or is_late(one.due_at, work.now)]
    if late:
        await work.session.execute(insert(LateDeadlineRow), [_row(work, pool_id, one) for one in late])


async def late_deadlines(work: Work, after: timedelta, limit: int) -> LateDeadlines:
    """Of the pools of the actor's legal entities."""
    waiting = await _waiting(work, after, limit)
    return LateDeadlines(
        minutes=int(after.total_seconds() // 60),
        waiting=waiting,
        over=await _over(work, after, limit),
        keepers=await _keepers(work, waiting),
    )


async def _waiting(work: Work, after: timedelta, limit: int) -> list[LateDeadlineView]:
    came = work.now - after
    parts = [
        _of_leads(work, D.RETURN, LEAD.follow_up_due_at, LEAD.follow_up_due_at < came, limit),
        _of_leads(work, D.WARNING, LEAD.warn_at, (LEAD.warn_at < came) & (LEAD.follow_up_due_at > came), limit),
        _of_leads(work, D.WAKE_UP, LEAD.wake_at, LEAD.wake_at < came, limit),
        _of_leads(work, D.QUEUE, LEAD.window_at, (LEAD.window_at < came) & is_open(), limit),
        _of_leads(work, D.NONE, func.coalesce(LEAD.clock_from, LEAD.created_at), has_no_deadline(), limit),
        _of_answers(work, came, limit),
    ]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query = select(found, POOL.name, KEEPER.looked_at).join(PoolRow, POOL.id == found.c.pool_id)
    query = query.outerjoin(PoolKeeperRow, KEEPER.pool_id == found.c.pool_id)
    rows = await work.session.execute(query.order_by(found.c.due_at, found.c.number).limit(limit))
    return [_view(work, row, _why(row)) for row in rows]


def has_no_deadline() -> ColumnElement[bool]:
    """Somebody works on it, or it sleeps, without a time. Written so that the partial index serves."""
    worked_on = (LEAD.status == OWNED) & LEAD.follow_up_due_at.is_(None)
    return or_(worked_on, (LEAD.status == NURTURED) & LEAD.wake_at.is_(None))


def _of_leads(work: Work, deadline: LeadDeadline, due_at: Any, is_wanted: Any, limit: int) -> Select[Any]:
    query = select(
        LEAD.id.label("lead_id"), LEAD.number.label("number"), LEAD.pool_id.label("pool_id"),
        literal(deadline.value).label("deadline"), due_at.label("due_at"),
    )  # fmt: skip
    query = query.select_from(LeadRow).join(PoolRow, POOL.id == LEAD.pool_id)
    return query.where(is_wanted, *_mine(work)).order_by(due_at).limit(limit)


def _of_answers(work: Work, came: datetime, limit: int) -> Select[Any]:
    query = select(
        LEAD.id.label("lead_id"), LEAD.number.label("number"), LEAD.pool_id.label("pool_id"),
        literal(D.ANSWER.value).label("deadline"), OWNERSHIP.response_due_at.label("due_at"),
    )  # fmt: skip
    query = query.select_from(LeadOwnershipRow).join(LeadRow, LEAD.id == OWNERSHIP.lead_id)
    query = query.join(PoolRow, POOL.id == OWNERSHIP.pool_id)
    return query.where(OWNERSHIP.response_due_at < came, *_mine(work)).order_by(OWNERSHIP.response_due_at).limit(limit)


async def _over(work: Work, after: timedelta, limit: int) -> list[LateDeadlineView]:
    """The newest first."""
    is_wanted = or_(LATE.done_at.is_(None), LATE.done_at > LATE.due_at + after)
    query = select(
        LATE.lead_id, LEAD.number, LATE.pool_id, LATE.deadline, LATE.due_at, POOL.name, LATE.done_at, LATE.noted_at
    )
    query = query.select_from(LateDeadlineRow).join(LeadRow, LEAD.id == LATE.lead_id)
    query = query.join(PoolRow, POOL.id == LATE.pool_id).where(is_wanted, *_mine(work))
    rows = await work.session.execute(query.order_by(LATE.noted_at.desc(), LATE.id.desc()).limit(limit))
    return [_view(work, row, why_over(row.done_at), row.done_at, row.noted_at) for row in rows]


async def _keepers(work: Work, waiting: Sequence[LateDeadlineView]) -> list[PoolKeeperView]:
    counted = {id: sum(one.pool_id == id for one in waiting) for id in dict.fromkeys(one.pool_id for one in waiting)}
    names = {one.pool_id: one.pool for one in waiting}
    query = select(KEEPER.pool_id, KEEPER.looked_at).where(KEEPER.pool_id.in_(list(counted)))
    looked = {row[0]: row[1] for row in await work.session.execute(query)} if counted else {}
    return [
        PoolKeeperView(pool_id=id, pool=names[id], looked_at=looked.get(id), waiting=count)
        for id, count in counted.items()
    ]


def _mine(work: Work) -> list[ColumnElement[bool]]:
    entities = work.actor.legal_entities
    return [] if work.actor.is_process or ALL in entities else [POOL.legal_entity_id.in_(entities)]


def _why(row: Any) -> WhyLate:
    return WhyLate.NO_DEADLINE if row.deadline == D.NONE else why_late(row.due_at, row.looked_at)


def _view(
    work: Work, row: Any, why: WhyLate, done_at: datetime | None = None, noted_at: datetime | None = None
) -> LateDeadlineView:
    until = done_at or noted_at or work.now
    return LateDeadlineView(
        lead_id=row.lead_id,
        number=row.number,
        pool_id=row.pool_id,
        pool=row.name,
        deadline=LeadDeadline(row.deadline),
        due_at=row.due_at,
        done_at=done_at,
        late_minutes=max(0, int((until - row.due_at).total_seconds() // 60)),
        why=why,
    )


def _row(work: Work, pool_id: UUID, one: Kept) -> dict[str, Any]:
    return {
        "id": work.new_id(),
        "pool_id": pool_id,
        "lead_id": one.lead_id,
        "deadline": one.deadline,
        "due_at": one.due_at,
        "done_at": None if one.is_left_out else work.now,
        "noted_at": work.now,
    }
