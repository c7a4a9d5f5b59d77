"""How are people, units, legal entities, calendars and absences found and kept?"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.orm import aliased
from sqlmodel import col

from chassis.auth.identity import ALL, Actor
from chassis.db.database import unit_within
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.approvals.people import PersonView
from messages.base import Page
from messages.errors import NotFound
from services.approvals.tables.people import (
    AbsenceRow,
    CalendarRow,
    LegalEntityRow,
    OrgUnitRow,
    PersonRow,
    unit_id,
)  # fmt: skip

OF_THE_HOUSE = col(PersonRow.customer_id).is_(None)
ORG_CHART = text("SELECT pg_advisory_xact_lock(hashtext('approvals: the org chart'))")


async def lock_org_chart(work: Work) -> None:
    """One at a time changes who reports to whom, until the commit: else two changes at once could close a circle.
    Taken before any person is locked."""
    await work.session.execute(ORG_CHART)


async def find_person(work: Work, id: UUID) -> PersonRow | None:
    """Somebody of the house: no account of a customer."""
    found = await work.session.get(PersonRow, id)
    return found if found is not None and found.customer_id is None else None


def actor_of(person: PersonRow) -> Actor:
    """As if he had signed in."""
    return Actor(
        id=person.id, name=person.name, roles=frozenset(person.roles), unit=person.unit,
        legal_entities=tuple(sorted({person.legal_entity_id, *person.other_entities})), tz=person.tz, lang=person.lang,
    )  # fmt: skip


async def find_by_login(work: Work, login: str) -> PersonRow | None:
    """Of the house or at a customer."""
    return (await work.session.scalars(select(PersonRow).where(col(PersonRow.login) == login))).first()


async def lock_person(work: Work, id: UUID) -> PersonRow:
    """Somebody of the house. Raises NotFound."""
    row = await lock_sign_in(work, id)
    if row.customer_id is not None:
        raise NotFound("person", id)
    return row


async def lock_sign_in(work: Work, id: UUID) -> PersonRow:
    """Of the house or at a customer. Raises NotFound."""
    row = await work.session.get(PersonRow, id, with_for_update=True)
    if row is None:
        raise NotFound("person", id)
    return row


async def find_by_logins(work: Work, logins: Iterable[str]) -> dict[str, PersonRow]:
    """Locked, in the order of their ids."""
    query = select(PersonRow).where(col(PersonRow.login).in_(list(logins))).order_by(col(PersonRow.id))
    return {row.login: row for row in await work.session.scalars(query.with_for_update())}


async def list_people(
    work: Work,
    *,
    login: str | None,
    role: str | None,
    unit: str | None,
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[PersonView]:
    query = select(PersonRow).where(OF_THE_HOUSE)
    for part in (q or "").split():  # a part of the name or of the login
        like = col(PersonRow.name).icontains(part, autoescape=True)
        query = query.where(like | col(PersonRow.login).icontains(part, autoescape=True))
    query = query.where(col(PersonRow.login) == login) if login else query
    query = query.where(col(PersonRow.roles).contains([role])) if role else query
    query = query.where(unit_within(col(PersonRow.unit), unit)) if unit else query
    return await page_of(work, query, key=(col(PersonRow.login),), cursor=cursor, limit=limit)


async def list_managers(work: Work) -> dict[UUID, UUID | None]:
    """Of everybody, with what this transaction has written."""
    found = await work.session.execute(select(col(PersonRow.id), col(PersonRow.manager_id)).where(OF_THE_HOUSE))
    return {row.id: row.manager_id for row in found}


async def list_managers_by_login(work: Work) -> dict[str, str | None]:
    """Login → login of the manager, of everybody."""
    above = aliased(PersonRow)
    query: Any = select(col(PersonRow.login), col(above.login).label("manager")).where(OF_THE_HOUSE)
    found = await work.session.execute(query.outerjoin(above, col(above.id) == col(PersonRow.manager_id)))
    return {row.login: row.manager for row in found}


async def list_calendar_users(work: Work, code: str) -> set[str]:
    """The legal entities that work by this calendar, and those of whom a person does."""
    houses = select(col(LegalEntityRow.id)).where(col(LegalEntityRow.calendar) == code)
    people = select(col(PersonRow.legal_entity_id)).where(col(PersonRow.calendar) == code)
    return set((await work.session.execute(houses.union(people))).scalars())


async def find_unit(work: Work, path: str) -> OrgUnitRow | None:
    return await work.session.get(OrgUnitRow, unit_id(path))


async def list_units(work: Work) -> list[OrgUnitRow]:
    return list((await work.session.scalars(select(OrgUnitRow).order_by(col(OrgUnitRow.path)))).all())


async def find_legal_entity(work: Work, id: str) -> LegalEntityRow | None:
    return await work.session.get(LegalEntityRow, id)


async def list_legal_entities(work: Work) -> list[LegalEntityRow]:
    return list((await work.session.scalars(select(LegalEntityRow).order_by(col(LegalEntityRow.id)))).all())


async def find_calendar(work: Work, id: str) -> CalendarRow | None:
    return await work.session.get(CalendarRow, id)


async def list_calendars(work: Work) -> list[CalendarRow]:
    return list((await work.session.scalars(select(CalendarRow).order_by(col(CalendarRow.id)))).all())


async def find_absence(work: Work, id: UUID) -> AbsenceRow | None:
    return await work.session.get(AbsenceRow, id)


async def lock_absence(work: Work, id: UUID) -> AbsenceRow | None:
    return await work.session.get(AbsenceRow, id, with_for_update=True)


async def list_absences(work: Work, person_id: UUID | None, entities: Sequence[str]) -> list[AbsenceRow]:
    """Of people of these legal entities, and of the one who asks."""
    query: Select[AbsenceRow] = select(AbsenceRow).order_by(col(AbsenceRow.starts_at))
    if ALL not in entities:
        query = query.join(PersonRow, col(PersonRow.id) == col(AbsenceRow.person_id))
        own = col(PersonRow.id) == work.actor.id
        query = query.where(own | col(PersonRow.legal_entity_id).in_(entities))
    query = query.where(col(AbsenceRow.person_id) == person_id) if person_id else query
    return list((await work.session.scalars(query.limit(1000))).all())
