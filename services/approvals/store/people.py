"""How are people, units, legal entities, calendars and absences found and kept?"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.database import page_of
from chassis.identity import Actor
from chassis.unit_of_work import Work
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


async def find_person(work: Work, id: UUID) -> PersonRow | None:
    return await work.session.get(PersonRow, id)


def actor_of(person: PersonRow) -> Actor:
    """As if he had signed in."""
    return Actor(
        id=person.id, name=person.name, roles=frozenset(person.roles), unit=person.unit,
        legal_entities=tuple(sorted({person.legal_entity_id, *person.other_entities})), tz=person.tz, lang=person.lang,
    )  # fmt: skip


async def find_by_login(work: Work, login: str) -> PersonRow | None:
    return (await work.session.scalars(select(PersonRow).where(col(PersonRow.login) == login))).first()


async def lock_person(work: Work, id: UUID) -> PersonRow:
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
    query = select(PersonRow)
    for part in (q or "").split():  # a part of the name or of the login
        like = col(PersonRow.name).icontains(part, autoescape=True)
        query = query.where(like | col(PersonRow.login).icontains(part, autoescape=True))
    query = query.where(col(PersonRow.login) == login) if login else query
    query = query.where(col(PersonRow.roles).contains([role])) if role else query
    if unit:
        below = col(PersonRow.unit).startswith(f"{unit}/", autoescape=True)
        query = query.where((col(PersonRow.unit) == unit) | below)
    return await page_of(work, query, key=(col(PersonRow.login),), cursor=cursor, limit=limit)


async def list_managers(work: Work) -> dict[UUID, UUID | None]:
    """Of everybody, with what this transaction has written."""
    found = await work.session.execute(select(col(PersonRow.id), col(PersonRow.manager_id)))
    return {row.id: row.manager_id for row in found}


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


async def list_absences(work: Work, person_id: UUID | None) -> list[AbsenceRow]:
    query = select(AbsenceRow).order_by(col(AbsenceRow.starts_at))
    query = query.where(col(AbsenceRow.person_id) == person_id) if person_id else query
    return list((await work.session.scalars(query.limit(1000))).all())
