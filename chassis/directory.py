"""Who are the people, as far as this service was told?"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.ledger import people
from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.events import PersonChanged

HOLD = text("SELECT pg_advisory_xact_lock_shared(:person)")
MOVE = text("SELECT pg_advisory_xact_lock(:person)")


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


async def find_person(work: Work, id: UUID) -> Person | None:
    row = (await work.session.execute(select(people).where(people.c.id == id))).mappings().first()
    return _person(row) if row else None


async def hold_person(work: Work, id: UUID) -> Person | None:
    """As `find_person`, also for somebody not known yet; until the commit no newer word about them is kept.

    For a record that takes over its owner's unit: a move of the owner is kept before, and then read here, or after,
    and then finds the record. Hold the person before any record is locked.
    """
    await work.session.execute(HOLD, {"person": _key(id)})
    return await find_person(work, id)


async def list_people(
    work: Work, *, unit: str | None = None, role: str | None = None, active: bool = True
) -> list[Person]:
    """Those of a unit and the units below it, with a role; by login."""
    query = select(people).where(people.c.active == active).order_by(people.c.login)
    if unit is not None:
        query = query.where((people.c.unit == unit) | people.c.unit.startswith(unit + "/", autoescape=True))
    if role is not None:
        query = query.where(people.c.roles.contains([role]))
    return [_person(row) for row in (await work.session.execute(query)).mappings()]


async def note_person(work: Work, event: PersonChanged) -> None:
    """Keep the newest version; an older one that comes late changes nothing. Waits for who holds the person."""
    await work.session.execute(MOVE, {"person": _key(event.person_id)})
    values = {"id": event.person_id, **event.model_dump(exclude={"person_id"})}
    values = {name: value for name, value in values.items() if name in people.c}
    fresh = insert(people).values(values)
    newer = fresh.on_conflict_do_update(
        index_elements=[people.c.id],
        set_={name: fresh.excluded[name] for name in values if name != "id"},
        where=people.c.version < fresh.excluded.version,
    )
    await work.session.execute(newer)


async def note_person_changed(event: PersonChanged, uow: UnitOfWork) -> None:
    """Built into every service's subscriptions; a service that must act on it too adds its own `on(PersonChanged)`."""
    async with uow.begin() as work:
        await note_person(work, event)


def _key(id: UUID) -> int:
    """Locks are named by numbers of 64 bits with a sign."""
    return int.from_bytes(id.bytes[8:], signed=True)


def _person(row: RowMapping) -> Person:
    return Person(**{**row, "roles": frozenset(row["roles"])})
