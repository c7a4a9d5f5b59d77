"""Who works here, where, and when?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.people import AbsenceView, CalendarView, LegalEntityView, OrgUnitView, PersonView
from messages.base import Page
from messages.errors import NotFound
from messages.roles import Role
from services.approvals.store.people import people as store


async def list_people(
    uow: UnitOfWork,
    *,
    login: str | None,
    role: str | None,
    unit: str | None,
    q: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[PersonView]:
    """The phone book is open to everybody in the house; by login."""
    async with uow.begin() as work:
        return await store.list_people(work, login=login, role=role, unit=unit, q=q, cursor=cursor, limit=limit)


async def show_person(id: UUID, uow: UnitOfWork) -> PersonView:
    async with uow.begin() as work:
        person = await store.find_person(work, id)
        if person is None:
            raise NotFound("person", id)
        return person.view()


async def list_units(uow: UnitOfWork) -> list[OrgUnitView]:
    async with uow.begin() as work:
        return [unit.view() for unit in await store.list_units(work)]


async def list_legal_entities(uow: UnitOfWork) -> list[LegalEntityView]:
    async with uow.begin() as work:
        return [entity.view() for entity in await store.list_legal_entities(work)]


async def list_calendars(uow: UnitOfWork) -> list[CalendarView]:
    async with uow.begin() as work:
        return [calendar.view(work.now) for calendar in await store.list_calendars(work)]


async def list_absences(person_id: UUID | None, uow: UnitOfWork) -> list[AbsenceView]:
    """Everybody's of one's legal entities for those who keep them; else one's own."""
    async with uow.begin() as work:
        keeps = work.actor.is_process or work.actor.may(Role.ADMIN, Role.OPS, Role.DIRECTOR)
        entities = work.actor.legal_entities if keeps else ()
        found = await store.list_absences(work, person_id if keeps else work.actor.id, entities)
        return [one.view() for one in found]
