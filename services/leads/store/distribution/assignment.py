"""How are the rules of a pool kept, who is there to be given leads, and whose turn was when?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.common_tables import people
from chassis.db.unit_of_work import Work
from messages.leads.assignment import AssignmentRuleRow
from messages.org_path import is_within
from messages.roles import Role
from services.leads.domain.distribution.assignment import ABSENT, LEFT, Candidate, Given, Standing
from services.leads.domain.distribution.members import is_newcomer
from services.leads.store.distribution.pool_people import held_of, may_claim, works_for
from services.leads.tables import (
    ABSENCE,
    COUNT,
    RULES,
    SELLER_SINCE,
    TURN,
    AbsenceRow,
    AssignmentCountRow,
    AssignmentRulesRow,
    AssignmentTurnRow,
    PoolRow,
    SellerSinceRow,
)

SELL = frozenset({Role.SALES, Role.SALES_MANAGER})
HOLD_ALL = (
    "SELECT pg_advisory_xact_lock(hashtextextended('holdings:' || id, 0))"
    " FROM (SELECT id FROM unnest($1::uuid[]) AS id ORDER BY id OFFSET 0) AS held"
)


async def find_rules(work: Work, pool_id: UUID) -> AssignmentRulesRow | None:
    query = select(AssignmentRulesRow).where(RULES.pool_id == pool_id)
    found: AssignmentRulesRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def lock_rules(work: Work, pool_ids: Sequence[UUID]) -> list[AssignmentRulesRow]:
    """Of those of these pools that have any, in the order of their ids."""
    query = select(AssignmentRulesRow).where(RULES.pool_id.in_(list(pool_ids))).order_by(RULES.pool_id)
    rows = await work.session.execute(query.with_for_update().execution_options(populate_existing=True))
    return list(rows.scalars())


def rules_of(row: AssignmentRulesRow | None) -> list[AssignmentRuleRow]:
    return [AssignmentRuleRow.model_validate(rule) for rule in row.rules] if row else []


async def list_candidates(
    work: Work, pool: PoolRow, rules: Sequence[AssignmentRuleRow], fallback_id: UUID | None
) -> dict[UUID, Candidate]:
    """All whom the pool or its rules name, as they stand; their turns are those of no rule yet. Their holdings are
    locked: who claims at this moment is counted before, or after."""
    named = {id for rule in rules for id in rule.people} | ({fallback_id} if fallback_id else set())
    rows = list(await work.session.execute(_people(work, pool, named)))
    ids = [row.id for row in rows]
    await work.fetch(HOLD_ALL, ids)
    held = await held_of(work, pool.id, ids)
    return {
        row.id: Candidate(
            id=row.id,
            login=row.login,
            name=row.name,
            unit=row.unit,
            held=held.get(row.id, 0),
            limit=pool.holding_limit,
            is_new=is_newcomer(row.since, days=pool.newcomer_days, now=work.now),
            is_member=row.member,
            hindered=_hindrance(row, pool),
        )
        for row in rows
    }


async def standing_of(work: Work, row: AssignmentRulesRow, people_there: Mapping[UUID, Candidate]) -> Standing:
    """Whose turn was when."""
    query = select(AssignmentTurnRow).where(TURN.pool_id == row.pool_id)
    turns: dict[str, dict[UUID, int]] = {}
    for turn in (await work.session.execute(query)).scalars():
        turns.setdefault(turn.rule, {})[turn.person_id] = turn.turn
    counts = (await work.session.execute(select(AssignmentCountRow).where(COUNT.pool_id == row.pool_id))).scalars()
    given = {one.rule: Given(one.given, one.to_new) for one in counts}
    return Standing(people_there, turns, given, row.turn)


async def save_standing(work: Work, row: AssignmentRulesRow, before: Standing, after: Standing) -> None:
    """What has moved on."""
    row.turn = after.turn
    turns = [
        {"pool_id": row.pool_id, "rule": rule, "person_id": person_id, "turn": turn}
        for rule, theirs in after.turns.items()
        for person_id, turn in theirs.items()
        if before.turns.get(rule, {}).get(person_id) != turn
    ]
    counts = [
        {"pool_id": row.pool_id, "rule": rule, "given": one.all, "to_new": one.to_new}
        for rule, one in after.given.items()
        if before.given.get(rule) != one
    ]
    if turns:
        await _upsert(work, AssignmentTurnRow, turns, ("pool_id", "rule", "person_id"), ("turn",))
        await _upsert(work, AssignmentCountRow, counts, ("pool_id", "rule"), ("given", "to_new"))


async def _upsert(
    work: Work, table: Any, rows: Sequence[Mapping[str, Any]], key: Sequence[str], changed: Sequence[str]
) -> None:
    fresh = insert(table).values(list(rows))
    set_ = {name: fresh.excluded[name] for name in changed}
    await work.session.execute(fresh.on_conflict_do_update(index_elements=list(key), set_=set_))


async def keepers_of(work: Work, pool: PoolRow) -> list[UUID]:
    """The managers nearest above a pool: of its unit, else of one that it is part of."""
    query = select(people.c.id, people.c.unit).where(
        people.c.active, people.c.roles.contains([Role.SALES_MANAGER]), works_for(pool.legal_entity_id)
    )
    above = [(len(row.unit), row.id) for row in await work.session.execute(query) if is_within(pool.unit, row.unit)]
    nearest = max((length for length, _ in above), default=0)
    return sorted(id for length, id in above if length == nearest)


async def save_absence(work: Work, absence: AbsenceRow) -> None:
    """What is said of it adds to what is known: its end may be heard of first."""
    fresh = insert(AbsenceRow).values(absence.model_dump())
    names = ("starts_at", "ends_at", "ended_at")
    said = {name: func.coalesce(fresh.excluded[name], getattr(ABSENCE, name)) for name in names}
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["id"], set_=said))


def _people(work: Work, pool: PoolRow, named: set[UUID]) -> Select[Any]:
    """Whom the pool or its rules name, wherever they are by now; else those who may claim there."""
    away = (
        select(ABSENCE.id)
        .where(
            ABSENCE.person_id == people.c.id,
            ABSENCE.starts_at <= work.now,
            func.coalesce(ABSENCE.ended_at, ABSENCE.ends_at) > work.now,
        )
        .exists()
    )
    members = people.c.id.in_(pool.members) if pool.members else and_(*may_claim(pool))
    return (
        select(people, SELLER_SINCE.since, away.label("away"), members.label("member"))
        .outerjoin(SellerSinceRow, SELLER_SINCE.person_id == people.c.id)
        .where(or_(people.c.id.in_(named), members))
        .order_by(people.c.login)
    )


def _hindrance(row: Any, pool: PoolRow) -> str | None:
    works = {pool.legal_entity_id, ALL} & {row.legal_entity_id, *row.other_entities}
    if not row.active or not SELL & {*row.roles} or not works:
        return LEFT
    return ABSENT if row.away else None
