"""Who are the people, as far as this service knows?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.common_tables import people
from chassis.db.database import unit_within
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.events import PersonChanged
from messages.roles import Role

# Whoever orders for himself signs in like a person, and is nobody of the house: owns nothing, is given nothing.
OF_THE_HOUSE = ~people.c.roles.contains([Role.CUSTOMER])
LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared($1)"
PERSON = f"SELECT {', '.join(people.c.keys())} FROM people WHERE id = $1 AND NOT roles @> '{{{Role.CUSTOMER}}}'"
LOCK_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(:person)")


@dataclass(frozen=True)
class Person:
    """What every service knows of a person."""

    id: UUID
    login: str
    name: str
    unit: str
    manager_id: UUID | None
    roles: frozenset[str]
    active: bool
    tz: str
    lang: str
    legal_entity_id: str
    version: int
    other_entities: tuple[str, ...] = ()
    valid_after: datetime | None = None
    successor_id: UUID | None = None

    @property
    def legal_entities(self) -> tuple[str, ...]:
        return (self.legal_entity_id, *self.other_entities)


async def find_person(work: Work, id: UUID) -> Person | None:
    found = await work.fetch(PERSON, id)
    return _person(dict(found[0])) if found else None


async def lock_person_for_share(work: Work, id: UUID) -> Person | None:
    """As `find_person`, also for somebody not known yet; until the commit no newer version of them is saved.

    For a record that takes over its owner's unit: a move of the owner is saved before, and then read here, or after,
    and then finds the record. Lock the person before any record.
    """
    await work.fetch(LOCK_SHARED, _key(id))
    return await find_person(work, id)


async def lock_owner_for_share(work: Work, id: UUID) -> Person | None:
    """As `lock_person_for_share`, for whom an event names: of somebody who has left, it is his successor's, also when
    the event was under way meanwhile. He himself when nobody took over."""
    person, seen = await lock_person_for_share(work, id), {id}
    while person and not person.active and person.successor_id and person.successor_id not in seen:
        seen.add(person.successor_id)
        person = await lock_person_for_share(work, person.successor_id) or person
    return person


async def appoint_successor(work: Work, person_id: UUID, to_id: UUID) -> Person | None:
    """From now on; who has locked either of them is waited for. None when one of them is not known yet."""
    await work.session.execute(LOCK_EXCLUSIVE, {"person": _key(person_id)})
    to = await lock_person_for_share(work, to_id)
    appointed = update(people).where(people.c.id == person_id).values(successor_id=to_id).returning(people.c.id)
    known = (await work.session.execute(appointed)).first() is not None
    return to if known else None


async def list_people(
    work: Work, *, unit: str | None = None, role: str | None = None, active: bool = True
) -> list[Person]:
    """Those of a unit and the units below it, with a role; by login."""
    query = select(people).where(people.c.active == active, OF_THE_HOUSE).order_by(people.c.login)
    if unit is not None:
        query = query.where(unit_within(people.c.unit, unit))
    if role is not None:
        query = query.where(people.c.roles.contains([role]))
    return [_person(dict(row)) for row in (await work.session.execute(query)).mappings()]


async def names_of(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those of these people that are known here."""
    query = select(people.c.id, people.c.name).where(people.c.id.in_(ids))
    return {row.id: row.name for row in await work.session.execute(query)}


async def list_entities(work: Work) -> set[str]:
    """The legal entities for which anybody works, as far as this service knows."""
    return set((await work.session.execute(select(people.c.legal_entity_id).distinct())).scalars())


async def project_person(work: Work, event: PersonChanged) -> None:
    """Save the newest version; an older one that comes late changes nothing. Waits for who has locked the person."""
    await work.session.execute(LOCK_EXCLUSIVE, {"person": _key(event.person_id)})
    values = {"id": event.person_id, **event.model_dump(exclude={"person_id"})}
    values = {name: value for name, value in values.items() if name in people.c}
    fresh = insert(people).values(values)
    newer = fresh.on_conflict_do_update(
        index_elements=[people.c.id],
        set_={name: fresh.excluded[name] for name in values if name != "id"},
        where=people.c.version < fresh.excluded.version,
    )
    await work.session.execute(newer)


async def project_person_changed(event: PersonChanged, uow: UnitOfWork) -> None:
    """The handler of `Subscriptions.on_people()`; a service that must do more adds its own `on(PersonChanged)`."""
    async with uow.begin() as work:
        await project_person(work, event)


def _key(id: UUID) -> int:
    """Locks are named by numbers of 64 bits with a sign."""
    return int.from_bytes(id.bytes[8:], signed=True)


def _person(row: Mapping[str, Any]) -> Person:
    return Person(**{**row, "roles": frozenset(row["roles"]), "other_entities": tuple(row["other_entities"])})
