"""Which leads are due, and who owned a lead when?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import Range

from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from services.leads.domain.responses import ResponseClock
from services.leads.tables import LEAD, OWNED, OWNERSHIP, LeadOwnershipRow, LeadRow


@dataclass(frozen=True)
class DueLead:
    """A lead whose deadline has come, with the owner it had."""

    id: UUID
    number: str
    version: int
    owner_id: UUID
    due_at: datetime
    warn_at: datetime | None  # None: its owner was warned before


async def reclaim_due(work: Work, pool_id: UUID, *, unit: str, limit: int) -> list[DueLead]:
    """Those of a pool whose time has come (`Deadlines`), whenever the pool's keeper asks
    (workflows/processes/pool_reclaim.py). One that somebody works on just now waits."""
    due = (
        select(LEAD.id, LEAD.owner_id, LEAD.follow_up_due_at, LEAD.warn_at)
        .where(LEAD.pool_id == pool_id, LEAD.follow_up_due_at <= work.now, LEAD.status == OWNED)
        .order_by(LEAD.follow_up_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    reclaimed = (
        update(LeadRow)
        .where(LEAD.id == due.c.id)
        .values(
            status=LeadStatus.POOLED,
            owner_id=None,
            owner_unit=unit,
            clock_from=None,
            warn_at=None,
            follow_up_due_at=None,
            version=LEAD.version + 1,
        )
        .returning(LEAD.id, LEAD.number, LEAD.version, due.c.owner_id, due.c.follow_up_due_at, due.c.warn_at)
        .execution_options(synchronize_session=False)
    )
    rows = [DueLead(*row) for row in (await work.session.execute(reclaimed)).all()]
    await end_ownership(work, [row.id for row in rows], "reclaimed")
    return rows


async def warn_due(work: Work, pool_id: UUID, *, limit: int) -> list[DueLead]:
    """Warn the owners of those whose end has not come."""
    due = (
        select(LEAD.id, LEAD.warn_at)
        .where(
            LEAD.pool_id == pool_id, LEAD.warn_at <= work.now, LEAD.follow_up_due_at > work.now, LEAD.status == OWNED
        )
        .order_by(LEAD.warn_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    warned = (
        update(LeadRow)
        .where(LEAD.id == due.c.id)
        .values(warn_at=None, version=LEAD.version + 1)
        .returning(LEAD.id, LEAD.number, LEAD.version, LEAD.owner_id, LEAD.follow_up_due_at, due.c.warn_at)
        .execution_options(synchronize_session=False)
    )
    return [DueLead(*row) for row in (await work.session.execute(warned)).all()]


@dataclass(frozen=True)
class Taken:
    """A lead that begins to be somebody's, of which pool, and by when he answers it."""

    lead_id: UUID
    pool_id: UUID | None
    clock: ResponseClock | None = None


async def start_ownership(work: Work, taken: Sequence[Taken], owner_id: UUID, began_by: str) -> None:
    """From now on; never before the last owner's time ended (which may lie ahead: virtual time)."""
    ids = [one.lead_id for one in taken]
    query = select(OWNERSHIP.lead_id, func.max(func.upper(OWNERSHIP.during)))
    query = query.where(OWNERSHIP.lead_id.in_(ids)).group_by(OWNERSHIP.lead_id)
    ended: dict[UUID, datetime | None] = {row[0]: row[1] for row in await work.session.execute(query)}
    for one in taken:
        since = max(work.now, ended.get(one.lead_id) or work.now)
        row = LeadOwnershipRow(
            id=work.new_id(),
            lead_id=one.lead_id,
            owner_id=owner_id,
            during=Range(since, None, bounds="[)"),
            began_by=began_by,
            pool_id=one.pool_id,
        )
        if one.clock:
            row.respond_by, row.escalate_at = one.clock.respond_by, one.clock.escalate_at
            row.response_due_at = one.clock.due_at
        work.session.add(row)


async def end_ownership(work: Work, lead_ids: Sequence[UUID], ended_by: str) -> None:
    """Now; not before it began. Nobody is told any more that he has not answered."""
    begin = func.lower(OWNERSHIP.during)
    ended = (
        update(LeadOwnershipRow)
        .where(OWNERSHIP.lead_id.in_(list(lead_ids)), func.upper_inf(OWNERSHIP.during))
        .values(
            during=func.tstzrange(begin, func.greatest(begin, literal(work.now))),
            ended_by=ended_by,
            response_due_at=None,
        )
        .execution_options(synchronize_session=False)
    )
    await work.session.execute(ended)
