"""Who claims from a pool, how much of it, and who keeps its rules?"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from messages.errors import Forbidden, Malformed, RuleViolation
from messages.org_path import is_within
from messages.roles import Role
from services.leads.domain.deadlines import plain_length

KEEPERS = frozenset({Role.DIRECTOR, Role.OPS, Role.ADMIN})


def is_member(*, pool_unit: str, members: Collection[UUID], person_id: UUID, person_unit: str) -> bool:
    """Whom the pool names; where it names nobody, the people of its unit and of those below."""
    return person_id in members if members else is_within(person_unit, pool_unit)


def must_be_member(
    pool: str, *, pool_unit: str, members: Collection[UUID] = (), person_id: UUID, person_unit: str
) -> None:
    """LEA-16: whom a pool names claims what waits there; else the people of its unit, and of the units below it."""
    if not is_member(pool_unit=pool_unit, members=members, person_id=person_id, person_unit=person_unit):
        raise RuleViolation("LEA-16", pool=pool)


def cool_down_length(written: str | None) -> timedelta | None:
    """LEA-70: a cool-down is said in minutes, hours or days of the clock."""
    return None if written is None else plain_length("cool_down", written, "LEA-70")


def must_have_cooled_down(number: str, *, given_up_at: datetime | None, cool_down: timedelta, now: datetime) -> None:
    """LEA-64: who gave a lead back, or lost it to the clock, claims it again when the pool's cool-down is over."""
    if given_up_at is not None and now < given_up_at + cool_down:
        raise RuleViolation("LEA-64", number=number, free_at=given_up_at + cool_down)


def must_have_claims_left(*, claimed_today: int, claims_per_day: int | None) -> None:
    """LEA-65: nobody claims more leads of a pool on one day than the pool allows."""
    if claims_per_day is not None and claimed_today >= claims_per_day:
        raise RuleViolation("LEA-65", limit=claims_per_day)


def is_newcomer(since: datetime | None, *, days: int, now: datetime) -> bool:
    """Somebody is new for so many days after he began to sell."""
    return since is not None and now < since + timedelta(days=days)


def must_leave_for_newcomers(*, is_new: bool, waiting: int, reserve: int, newcomers: bool) -> None:
    """LEA-66: the last leads that wait in a pool, as many as it says, are for its new people, as long as it has any."""
    if newcomers and not is_new and waiting <= reserve:
        raise RuleViolation("LEA-66", reserve=reserve)


def may_keep(roles: frozenset[str], *, unit: str, pool_unit: str) -> bool:
    return bool(roles & KEEPERS) or (Role.SALES_MANAGER in roles and is_within(pool_unit, unit))


def must_keep(roles: frozenset[str], *, unit: str, pool_unit: str) -> None:
    """LEA-67: operations and directors keep the rules of every pool of their legal entities, a manager those of his
    own unit and of the units below it."""
    if not may_keep(roles, unit=unit, pool_unit=pool_unit):
        raise Forbidden("POST /pools", "LEA-67", unit=pool_unit)


def must_name_people(members: Collection[UUID], known: Collection[UUID]) -> None:
    """LEA-69: a pool names people who are known, each of them at work for its legal entity."""
    for one in members:
        if one not in known:
            raise Malformed("members", one, "LEA-69")
