"""How are pools, their rules and their deadlines found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL, Everything
from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.business_time import Calendar
from messages.deals.follow_ups import FollowUpKindRow
from messages.errors import NotFound
from messages.leads.pools import ClockRow, PoolView
from messages.org_path import is_within
from messages.roles import Role
from services.leads.domain.conditions import Facts
from services.leads.domain.deadlines import FollowUpPeriod, clock_for
from services.leads.domain.distribution.members import cool_down_length, is_member, may_keep
from services.leads.domain.follow_ups import kinds_of
from services.leads.domain.responses import ResponseTarget
from services.leads.domain.routing import Intake
from services.leads.tables import (
    CALENDAR,
    ENTITY,
    LEAD,
    NURTURED,
    OWNED,
    OWNERSHIP,
    POOL,
    POOLED,
    RULES,
    CalendarRow,
    LeadRow,
    LegalEntityRow,
    PoolRow,
)

COMPANY_TZ = "Asia/Shanghai"  # until the legal entity's own is known


@dataclass(frozen=True)
class PoolRules:
    """A pool with all that its clock needs."""

    pool: PoolRow
    calendar: Calendar

    @cached_property
    def clocks(self) -> list[ClockRow]:
        return [ClockRow.model_validate(clock) for clock in self.pool.clocks]

    def period_of(self, facts: Facts) -> FollowUpPeriod:
        """Of a lead of which this is known."""
        clock = clock_for(facts, self.clocks) or self.pool
        return FollowUpPeriod.of(clock.follow_up_within, clock.warn_before)

    @property
    def cool_down(self) -> timedelta | None:
        return cool_down_length(self.pool.cool_down)

    @cached_property
    def response(self) -> ResponseTarget | None:
        return ResponseTarget.of(self.pool.respond_within, self.pool.escalate_after)

    @property
    def kinds(self) -> list[FollowUpKindRow]:
        return kinds_of_pool(self.pool)


def kinds_of_pool(pool: PoolRow) -> list[FollowUpKindRow]:
    return list(kinds_of([FollowUpKindRow.model_validate(kind) for kind in pool.kinds]))


async def find_pool_by_code(work: Work, legal_entity_id: str, code: str) -> PoolRow | None:
    """Locked, so that two definitions of one code follow one another."""
    wanted = select(PoolRow).where(POOL.legal_entity_id == legal_entity_id, POOL.code == code)
    found: PoolRow | None = (await work.session.execute(wanted.with_for_update())).scalar_one_or_none()
    return found


async def add_pool(work: Work, pool: PoolRow) -> bool:
    """False when somebody was faster with this code or id."""
    fresh = insert(PoolRow).values(pool.model_dump()).on_conflict_do_nothing().returning(POOL.id)
    return (await work.session.execute(fresh)).first() is not None


async def pool_rules(work: Work, pool_id: UUID) -> PoolRules:
    row = (await work.session.execute(_rules().where(POOL.id == pool_id))).first()
    if row is None:
        raise NotFound("pool", pool_id)
    return _with_calendar(row)


async def pool_rules_of(work: Work, pool_ids: set[UUID]) -> dict[UUID, PoolRules]:
    rows = await work.session.execute(_rules().where(POOL.id.in_(pool_ids)))
    return {row[0].id: _with_calendar(row) for row in rows}


async def list_intakes(work: Work, legal_entity_id: str) -> list[tuple[Intake, str]]:
    """What each pool takes, and whose it is (the unit)."""
    query = select(PoolRow).where(POOL.legal_entity_id == legal_entity_id)
    pools = (await work.session.execute(query)).scalars()
    return [(_intake(pool), pool.unit) for pool in pools]


async def list_intakes_with_members(work: Work, legal_entity_id: str) -> list[tuple[Intake, PoolRow]]:
    query = select(PoolRow).where(POOL.legal_entity_id == legal_entity_id)
    return [(_intake(pool), pool) for pool in (await work.session.execute(query)).scalars()]


def _intake(pool: PoolRow) -> Intake:
    return Intake(pool.id, pool.code, tuple(pool.sources), tuple(pool.regions), tuple(pool.product_lines))


async def list_pool_views(work: Work, pool_id: UUID | None = None) -> list[PoolView]:
    """The pools this actor may know: his units' (managers: those below too), or those of his legal entities."""
    query = select(PoolRow).where(both(POOL.id == pool_id if pool_id else None)).order_by(POOL.code)
    pools = [pool for pool in (await work.session.execute(query)).scalars() if _is_visible(work, pool)]
    ids = [pool.id for pool in pools]
    waiting = await _waiting(work, ids)
    deadlines = await nearest_deadlines(work, ids)
    ruled = set((await work.session.execute(select(RULES.pool_id).where(RULES.pool_id.in_(ids)))).scalars())
    return [
        _view(work, pool, waiting.get(pool.id, 0), deadlines.get(pool.id), has_rules=pool.id in ruled) for pool in pools
    ]


def is_open() -> ColumnElement[bool]:
    """It waits, or somebody works on it. Written so that the partial indexes serve."""
    return or_(LEAD.status == POOLED, LEAD.status == OWNED)


async def nearest_deadlines(work: Work, pool_ids: Sequence[UUID]) -> dict[UUID, datetime | None]:
    """The next deadline of each pool: a warning, an end, a window that opens or closes, a waking up, a first answer.
    In one statement, an index look-up each."""
    is_owned = (LEAD.pool_id == POOL.id) & (LEAD.status == OWNED)
    warn = select(func.min(LEAD.warn_at)).where(is_owned).scalar_subquery()
    due = select(func.min(LEAD.follow_up_due_at)).where(is_owned).scalar_subquery()
    window = select(func.min(LEAD.window_at)).where(LEAD.pool_id == POOL.id, is_open()).scalar_subquery()
    wake = select(func.min(LEAD.wake_at)).where(LEAD.pool_id == POOL.id, LEAD.status == NURTURED).scalar_subquery()
    answer = select(func.min(OWNERSHIP.response_due_at)).where(OWNERSHIP.pool_id == POOL.id).scalar_subquery()
    nearest = func.least(warn, due, window, wake, answer)
    rows = await work.session.execute(select(POOL.id, nearest).where(POOL.id.in_(pool_ids)))
    return {row[0]: row[1] for row in rows}


async def nearest_deadline(work: Work, pool_id: UUID) -> datetime | None:
    return (await nearest_deadlines(work, [pool_id]))[pool_id]


async def move_waiting(work: Work, pool: PoolRow) -> None:
    """What waits in a pool is its unit's."""
    moved = update(LeadRow).where(LEAD.pool_id == pool.id, LEAD.status == POOLED, LEAD.owner_unit != pool.unit)
    await work.session.execute(moved.values(owner_unit=pool.unit).execution_options(synchronize_session=False))


def _rules() -> Select[tuple[PoolRow, str, dict[str, Any]]]:
    return (
        select(PoolRow, ENTITY.tz, CALENDAR.working_time)
        .outerjoin(LegalEntityRow, ENTITY.id == POOL.legal_entity_id)
        .outerjoin(CalendarRow, CALENDAR.code == ENTITY.calendar)
    )


def _with_calendar(row: Any) -> PoolRules:
    """Before anything is known of its calendar: Monday to Friday, office hours, in the company's time zone."""
    pool, tz, working_time = row
    if not working_time:
        return PoolRules(pool, Calendar(tz=tz or COMPANY_TZ))
    return PoolRules(pool, _calendar(working_time))


def _calendar(working_time: dict[str, Any]) -> Calendar:
    return Calendar(
        tz=working_time["tz"],
        hours=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in working_time["hours"]),
        weekdays=frozenset(working_time["weekdays"]),
        holidays=frozenset(date.fromisoformat(day) for day in working_time["holidays"]),
        makeup_days=frozenset(date.fromisoformat(day) for day in working_time["makeup_days"]),
    )


def _is_visible(work: Work, pool: PoolRow) -> bool:
    actor = work.actor
    if isinstance(actor.scope, Everything):
        return ALL in actor.legal_entities or pool.legal_entity_id in actor.legal_entities
    above = actor.may(Role.SALES_MANAGER) and is_within(pool.unit, actor.unit)
    return above or is_member(pool_unit=pool.unit, members=pool.members, person_id=actor.id, person_unit=actor.unit)


async def _waiting(work: Work, pool_ids: Sequence[UUID]) -> dict[UUID, int]:
    counted = (
        select(LEAD.pool_id, func.count())
        .where(LEAD.pool_id.in_(pool_ids), LEAD.status == POOLED)
        .group_by(LEAD.pool_id)
    )
    return {row[0]: row[1] for row in await work.session.execute(counted)}


def _view(work: Work, pool: PoolRow, waiting: int, next_due_at: datetime | None, *, has_rules: bool) -> PoolView:
    shown = pool.model_dump(exclude={"created_at", "kinds"})
    actor = work.actor
    shown |= {
        "has_rules": has_rules,
        "may_change": may_keep(actor.roles, unit=actor.unit, pool_unit=pool.unit),
        "may_claim": is_member(pool_unit=pool.unit, members=pool.members, person_id=actor.id, person_unit=actor.unit),
    }
    kinds = kinds_of_pool(pool)
    return PoolView(**shown, kinds=kinds, waiting=waiting, next_due_at=next_due_at)
