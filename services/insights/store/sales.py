"""Which record is meant, may this person see it, and which records make up its sale?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, outerjoin, select, true

from chassis.auth.identity import ALL, Everything, Unit
from chassis.db.common_tables import people
from chassis.db.database import unit_within
from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.insights.views import Found
from services.insights.domain.access import Ownership, may_see_all, may_see_own
from services.insights.domain.record_kinds import CHAIN, DEPTH, leads_to_sales, of_this_sale, process_of
from services.insights.tables import LINK, NUMBER, RECORD, RecordRow

MOST_RECORDS = 500
OF_SALES = LINK.parent_kind.in_([kind for kind in DEPTH if leads_to_sales(kind)])
BESIDE = [kind for kind in DEPTH if of_this_sale(kind, parent_is_above=True)]


@dataclass(frozen=True)
class Sale:
    """One record, those it came from, and those that came of it."""

    root: RecordRow
    records: tuple[UUID, ...]


async def list_found(work: Work, number: str) -> list[Found]:
    """By number (any letter case) or by id; only what this person may see."""
    records = await _meant(work, number)
    return [_found(record, number) for record in records if await may_see(work, record.id)]


async def find_sale(work: Work, wanted: str) -> Sale | None:
    for record in await _meant(work, wanted):
        if await may_see(work, record.id):
            return Sale(record, await _records_of(work, record.id))
    return None


async def list_chain(work: Work, wanted: str) -> list[RecordRow] | None:
    """From the record that is meant back to the activity for which its lead came, the deepest first. None: nothing that
    this person may see has such a number."""
    for record in await _meant(work, wanted):
        if not await may_see(work, record.id):
            continue
        line = select(LINK.parent.label("id")).where(LINK.child == record.id).cte("line", recursive=True)
        line = line.union(select(LINK.parent).where(LINK.child == line.c.id))
        ids = list((await work.session.execute(select(line.c.id).limit(MOST_RECORDS))).scalars())
        query = select(RecordRow).where(RECORD.id.in_([record.id, *ids]), RECORD.kind.in_(CHAIN))
        found = (await work.session.execute(query.order_by(RECORD.first_at, RECORD.id))).scalars()
        return sorted(found, key=lambda one: CHAIN.index(one.kind))
    return None


async def may_see(work: Work, record_id: UUID) -> bool:
    """By whose it is and whose those are that it came from."""
    line = await _ownership_of(work, [record_id, *await _above(work, record_id)])
    scope = work.actor.scope
    if isinstance(scope, Everything):
        return may_see_all(line, legal_entities=scope.legal_entities)
    return may_see_own(line, person_id=scope.person_id, unit=scope.path if isinstance(scope, Unit) else None)


async def _ownership_of(work: Work, records: Sequence[UUID]) -> list[Ownership]:
    entity = func.coalesce(RECORD.legal_entity_id, people.c.legal_entity_id)
    query = select(RECORD.owner_id, people.c.unit, entity).select_from(
        outerjoin(RECORD.__table__, people, people.c.id == RECORD.owner_id)
    )
    return [Ownership(*row) for row in await work.session.execute(query.where(RECORD.id.in_(records)))]


def owners_in_scope(work: Work, owner: Any) -> ColumnElement[bool]:
    """Of whose work this person may see the sums."""
    scope = work.actor.scope
    if isinstance(scope, Everything):
        return true()
    own: ColumnElement[bool] = owner == scope.person_id
    if isinstance(scope, Unit) and scope.path:
        return or_(own, owner.in_(_people_of(scope.path)))
    return own


def person_in_scope(work: Work, person: Person) -> bool:
    """May this person see what that one did?"""
    scope = work.actor.scope
    if isinstance(scope, Everything):
        return ALL in scope.legal_entities or person.legal_entity_id in scope.legal_entities
    return scope.covers(owner_id=person.id, owner_unit=person.unit, legal_entity_id=person.legal_entity_id)


def entities_in_scope(work: Work) -> ColumnElement[bool]:
    """What names no legal entity is of its owner's."""
    entities = work.actor.legal_entities
    if ALL in entities:
        return true()
    if not entities:
        return false()
    theirs = select(people.c.id).where(people.c.legal_entity_id.in_(entities))
    return or_(
        RECORD.legal_entity_id.in_(entities), and_(RECORD.legal_entity_id.is_(None), RECORD.owner_id.in_(theirs))
    )


def _people_of(path: str) -> Select[Any]:
    return select(people.c.id).where(unit_within(people.c.unit, path))


async def _meant(work: Work, wanted: str) -> Sequence[RecordRow]:
    by_number = select(NUMBER.id).where(NUMBER.number == wanted.strip().upper())
    meant = RECORD.id.in_(by_number)
    if id := _uuid(wanted):
        meant = or_(meant, RECORD.id == id)
    query = select(RecordRow).where(meant).order_by(RECORD.first_at, RECORD.id).limit(20)
    return list((await work.session.execute(query)).scalars())


async def _records_of(work: Work, root: UUID) -> tuple[UUID, ...]:
    """Up to the lead, down from the record, and the annexes of all these."""
    above = await _above(work, root)
    below = await _below(work, root)
    annexes = await _annexes(work, [*above, *below])
    return tuple(dict.fromkeys([root, *above, *below, *annexes]))[:MOST_RECORDS]


async def _above(work: Work, root: UUID) -> list[UUID]:
    line = select(LINK.parent.label("id")).where(LINK.child == root, OF_SALES).cte("line", recursive=True)
    line = line.union(select(LINK.parent).where(LINK.child == line.c.id, OF_SALES))
    return list((await work.session.execute(select(line.c.id).limit(MOST_RECORDS))).scalars())


async def _below(work: Work, root: UUID) -> list[UUID]:
    line = select(LINK.child.label("id")).where(LINK.parent == root, OF_SALES).cte("line", recursive=True)
    line = line.union(select(LINK.child).where(LINK.parent == line.c.id, OF_SALES))
    return list((await work.session.execute(select(line.c.id).limit(MOST_RECORDS))).scalars())


async def _annexes(work: Work, records: Sequence[UUID]) -> list[UUID]:
    query = select(LINK.child).where(and_(LINK.parent.in_(records), LINK.child_kind.in_(BESIDE)))
    first = list((await work.session.execute(query.limit(MOST_RECORDS))).scalars())
    if not first:
        return []
    second = select(LINK.child).where(LINK.parent.in_(first), LINK.child_kind.in_(BESIDE)).limit(MOST_RECORDS)
    return [*first, *(await work.session.execute(second)).scalars()]


def _found(record: RecordRow, number: str) -> Found:
    return Found(
        number=record.number or number,
        kind=record.kind,
        id=record.id,
        service=record.service,
        title=record.title,
        process_id=process_of(record.kind, record.id),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
