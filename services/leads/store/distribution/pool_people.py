"""Who are the people of a pool, what have they of it, and who of them is new?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.common_tables import people
from chassis.db.database import unit_within
from chassis.db.unit_of_work import Work
from messages.leads.pools import PoolPersonView
from messages.roles import Role
from services.leads.domain.distribution.members import is_newcomer
from services.leads.tables import (
    LEAD,
    NURTURED,
    OWNED,
    OWNERSHIP,
    POOLED,
    SELLER_SINCE,
    LeadRow,
    PoolRow,
    SellerSinceRow,
)

SELL = (Role.SALES, Role.SALES_MANAGER)
CLAIMED = "claimed"
GIVEN_UP = ("released", "reclaimed")
MOST_PEOPLE = 500


@dataclass(frozen=True)
class PoolPerson:
    """One of a pool's people."""

    id: UUID
    login: str
    name: str
    unit: str
    since: datetime | None


async def remember_seller(work: Work, person_id: UUID) -> None:
    """Since now, if nobody knew him."""
    fresh = insert(SellerSinceRow).values(person_id=person_id, since=work.now).on_conflict_do_nothing()
    await work.session.execute(fresh)


async def list_pool_people(work: Work, pool: PoolRow) -> list[PoolPerson]:
    """Who may claim there, by login."""
    query = (
        select(people.c.id, people.c.login, people.c.name, people.c.unit, SELLER_SINCE.since)
        .outerjoin(SellerSinceRow, SELLER_SINCE.person_id == people.c.id)
        .where(*may_claim(pool))
        .order_by(people.c.login)
        .limit(MOST_PEOPLE)
    )
    return [PoolPerson(*row) for row in await work.session.execute(query)]


async def known_members(work: Work, ids: Sequence[UUID], legal_entity_id: str) -> set[UUID]:
    """Those of them who work for the legal entity."""
    query = select(people.c.id).where(people.c.id.in_(ids), works_for(legal_entity_id))
    return set((await work.session.execute(query)).scalars())


async def is_new(work: Work, person_id: UUID, days: int) -> bool:
    query = select(SELLER_SINCE.since).where(SELLER_SINCE.person_id == person_id)
    since: datetime | None = (await work.session.execute(query)).scalar_one_or_none()
    return is_newcomer(since, days=days, now=work.now)


async def has_newcomers(work: Work, pool: PoolRow) -> bool:
    began = work.now - timedelta(days=pool.newcomer_days)
    query = (
        select(people.c.id)
        .join(SellerSinceRow, SELLER_SINCE.person_id == people.c.id)
        .where(*may_claim(pool), SELLER_SINCE.since > began)
        .limit(1)
    )
    return (await work.session.execute(query)).first() is not None


async def count_waiting(work: Work, pool_id: UUID, *, at_most: int) -> int:
    """Locks the last ones of the pool, so that two who take them are counted one by one."""
    key = func.hashtextextended(f"reserve:{pool_id}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))
    some = select(LEAD.id).where(LEAD.pool_id == pool_id, LEAD.status == POOLED).limit(at_most).subquery()
    return int((await work.session.execute(select(func.count()).select_from(some))).scalar_one())


async def claimed_today(work: Work, pool_id: UUID, person_ids: Sequence[UUID], tz: str) -> dict[UUID, int]:
    """How many each has claimed from the pool since midnight there."""
    zone = ZoneInfo(tz)
    midnight = datetime.combine(work.now.astimezone(zone).date(), time.min, tzinfo=zone)
    query = (
        select(OWNERSHIP.owner_id, func.count())
        .join(LeadRow, LEAD.id == OWNERSHIP.lead_id)
        .where(
            OWNERSHIP.owner_id.in_(list(person_ids)),
            func.lower(OWNERSHIP.during) >= midnight,
            OWNERSHIP.began_by == CLAIMED,
            LEAD.pool_id == pool_id,
        )
        .group_by(OWNERSHIP.owner_id)
    )
    return {row[0]: row[1] for row in await work.session.execute(query)}


async def held_of(work: Work, pool_id: UUID, person_ids: Sequence[UUID] | None = None) -> dict[UUID, int]:
    """How many leads of the pool each of them holds, those that sleep with him too; without them, everybody."""
    held = or_(LEAD.status == OWNED, LEAD.status == NURTURED)
    query = select(LEAD.owner_id, func.count()).where(LEAD.pool_id == pool_id, held, LEAD.owner_id.is_not(None))
    if person_ids is not None:
        query = query.where(LEAD.owner_id.in_(list(person_ids)))
    return {row[0]: row[1] for row in await work.session.execute(query.group_by(LEAD.owner_id))}


async def given_up_at(work: Work, lead_id: UUID, person_id: UUID) -> datetime | None:
    """When this person gave it back, or lost it to the clock."""
    query = select(func.max(func.upper(OWNERSHIP.during))).where(
        OWNERSHIP.lead_id == lead_id, _given_up(person_id, None)
    )
    found: datetime | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def resting_people(work: Work, lead_ids: Sequence[UUID], since: datetime) -> dict[UUID, set[UUID]]:
    """Of each of these leads: who gave it up after `since`."""
    query = select(OWNERSHIP.lead_id, OWNERSHIP.owner_id).where(
        OWNERSHIP.lead_id.in_(list(lead_ids)),
        OWNERSHIP.ended_by.in_(GIVEN_UP),
        func.upper(OWNERSHIP.during) > since,
    )
    found: dict[UUID, set[UUID]] = {}
    for lead_id, owner_id in await work.session.execute(query):
        found.setdefault(lead_id, set()).add(owner_id)
    return found


def is_cooling_down(person_id: UUID, since: datetime) -> ColumnElement[bool]:
    """A lead that this person gave up after `since`."""
    his = select(OWNERSHIP.lead_id).where(OWNERSHIP.lead_id == LEAD.id, _given_up(person_id, since))
    return his.exists()


def views_of_people(
    work: Work, pool: PoolRow, found: Sequence[PoolPerson], *, held: dict[UUID, int], today: dict[UUID, int]
) -> list[PoolPersonView]:
    return [
        PoolPersonView(
            person_id=one.id,
            login=one.login,
            name=one.name,
            unit=one.unit,
            held=held.get(one.id, 0),
            claimed_today=today.get(one.id, 0),
            is_new=is_newcomer(one.since, days=pool.newcomer_days, now=work.now),
        )
        for one in found
    ]


def _given_up(person_id: UUID, since: datetime | None) -> ColumnElement[bool]:
    his: ColumnElement[bool] = (OWNERSHIP.owner_id == person_id) & OWNERSHIP.ended_by.in_(GIVEN_UP)
    return his if since is None else his & (func.upper(OWNERSHIP.during) > since)


def may_claim(pool: PoolRow) -> list[ColumnElement[bool]]:
    sells = or_(*(people.c.roles.contains([role]) for role in SELL))
    at = people.c.id.in_(pool.members) if pool.members else unit_within(people.c.unit, pool.unit)
    return [people.c.active, sells, at, works_for(pool.legal_entity_id)]


def works_for(legal_entity_id: str) -> ColumnElement[bool]:
    return or_(
        people.c.legal_entity_id.in_((legal_entity_id, ALL)),
        people.c.other_entities.contains([legal_entity_id]),
        people.c.other_entities.contains([ALL]),
    )
