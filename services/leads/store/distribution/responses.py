"""Which leads wait for the first answer of their owner, and how soon did the others get one?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Float, case, cast, func, select, update

from chassis.db.unit_of_work import Work
from messages.leads.pools import ResponseTimes
from services.leads.domain.responses import ResponseClock, share_in_time
from services.leads.store.deadlines import Taken
from services.leads.tables import LEAD, OWNERSHIP, LeadOwnershipRow, LeadRow

HOUR, DAY = 60, 24 * 60
WITHIN = (HOUR, 4 * HOUR, DAY, 3 * DAY)
TARGET = ("respond_by", "escalate_at")


async def lock_unanswered(work: Work, pool_id: UUID, limit: int) -> list[tuple[LeadOwnershipRow, LeadRow]]:
    """Those of a pool of which somebody is to be told by now. One that somebody works on just now waits."""
    query = (
        select(LeadOwnershipRow, LeadRow)
        .join(LeadRow, LEAD.id == OWNERSHIP.lead_id)
        .where(OWNERSHIP.pool_id == pool_id, OWNERSHIP.response_due_at <= work.now)
        .order_by(OWNERSHIP.response_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row[0], row[1]) for row in await work.session.execute(query)]


async def record_answer(work: Work, lead_id: UUID) -> LeadOwnershipRow | None:
    """Of its owner, the first time since it is his; None: he has answered before."""
    first = (
        update(LeadOwnershipRow)
        .where(OWNERSHIP.lead_id == lead_id, func.upper_inf(OWNERSHIP.during), OWNERSHIP.responded_at.is_(None))
        .values(responded_at=work.now, response_due_at=None)
        .returning(LeadOwnershipRow)
        .execution_options(synchronize_session=False)
    )
    found: LeadOwnershipRow | None = (await work.session.execute(first)).scalar_one_or_none()
    return found


async def stop_response_clock(work: Work, lead_id: UUID) -> None:
    """It sleeps: nobody is told, and a target that lies ahead counts for nothing."""
    unanswered = OWNERSHIP.responded_at.is_(None)
    stopped = update(LeadOwnershipRow).where(OWNERSHIP.lead_id == lead_id, func.upper_inf(OWNERSHIP.during), unanswered)
    passed = {name: case((OWNERSHIP.respond_by <= work.now, getattr(OWNERSHIP, name))) for name in TARGET}
    stopped = stopped.values(response_due_at=None, **passed)
    await work.session.execute(stopped.execution_options(synchronize_session=False))


async def restart_response_clocks(work: Work, lead_ids: Sequence[UUID], clock: ResponseClock) -> None:
    """They are awake, with their owners: who has neither answered nor missed his target answers from now on."""
    waiting = OWNERSHIP.responded_at.is_(None) & OWNERSHIP.respond_by.is_(None)
    started = update(LeadOwnershipRow).where(
        OWNERSHIP.lead_id.in_(list(lead_ids)), func.upper_inf(OWNERSHIP.during), waiting
    )
    started = started.values(respond_by=clock.respond_by, escalate_at=clock.escalate_at, response_due_at=clock.due_at)
    await work.session.execute(started.execution_options(synchronize_session=False))


async def open_clocks(work: Work, lead_ids: Sequence[UUID]) -> list[Taken]:
    """Of leads that go to a successor: by when they were to be answered, where they are not yet."""
    query = select(LEAD.id, LEAD.pool_id, LeadOwnershipRow).outerjoin(
        LeadOwnershipRow, (OWNERSHIP.lead_id == LEAD.id) & func.upper_inf(OWNERSHIP.during)
    )
    rows = await work.session.execute(query.where(LEAD.id.in_(list(lead_ids))).order_by(LEAD.id))
    return [Taken(row[0], row[1], _clock(row[2])) for row in rows]


async def respond_by_of(work: Work, lead_id: UUID) -> datetime | None:
    """By when its owner is to answer it; None: he has, or there is no target."""
    query = select(OWNERSHIP.respond_by).where(
        OWNERSHIP.lead_id == lead_id, func.upper_inf(OWNERSHIP.during), OWNERSHIP.responded_at.is_(None)
    )
    found: datetime | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def response_times(work: Work, pool_id: UUID, since: datetime) -> ResponseTimes:
    """Of each time that somebody got a lead of the pool since then."""
    began = func.lower(OWNERSHIP.during)
    minutes = cast(func.extract("epoch", OWNERSHIP.responded_at - began), Float) / 60
    answered = OWNERSHIP.responded_at.is_not(None)
    is_over = func.coalesce(func.upper(OWNERSHIP.during), work.now)  # given up before its target, it counts for nothing
    bounds = case(*((minutes <= one, str(one)) for one in WITHIN), else_="more")
    mine = (OWNERSHIP.pool_id == pool_id) & (began >= since)
    query = select(
        func.count().filter(answered),
        func.count().filter(answered, OWNERSHIP.responded_at <= OWNERSHIP.respond_by),
        func.count().filter(answered, OWNERSHIP.responded_at > OWNERSHIP.respond_by),
        func.count().filter(~answered, OWNERSHIP.respond_by < is_over),
        func.count().filter(
            ~answered,
            func.upper_inf(OWNERSHIP.during),
            OWNERSHIP.respond_by.is_(None) | (OWNERSHIP.respond_by >= work.now),
        ),
        func.percentile_cont(0.5).within_group(minutes).filter(answered),
        func.percentile_cont(0.9).within_group(minutes).filter(answered),
    ).where(mine)
    row = (await work.session.execute(query)).one()
    spread = select(bounds, func.count()).where(mine, answered).group_by(bounds)
    found = {one[0]: one[1] for one in await work.session.execute(spread)}
    median, p90 = (None if one is None else round(one) for one in row[5:7])
    return ResponseTimes(
        pool_id=pool_id,
        since=since,
        answered=row[0],
        in_time=row[1],
        late=row[2],
        unanswered=row[3],
        waiting=row[4],
        share_in_time=share_in_time(in_time=row[1], late=row[2], unanswered=row[3]),
        median=median,
        p90=p90,
        within={name: found.get(name, 0) for name in (*(str(one) for one in WITHIN), "more")},
    )


def _clock(row: LeadOwnershipRow | None) -> ResponseClock | None:
    if row is None or row.respond_by is None or row.responded_at is not None:
        return None
    return ResponseClock(row.respond_by, row.escalate_at, row.response_due_at)
