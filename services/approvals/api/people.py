"""How are people, units, legal entities, calendars and absences kept and shown?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from messages.approvals.people import (  # fmt: skip
    AbsenceView,
    AddAbsence,
    AddCalendar,
    AddLegalEntity,
    AddOrgUnit,
    AddPerson,
    CalendarChange,
    CalendarView,
    ChangePerson,
    LegalEntityView,
    OrgUnitView,
    PersonView,
)
from messages.base import Page
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from messages.text import SafeStr
from services.approvals.use_cases.people import add_absence, add_calendar, add_org_unit, add_person, list_people
from services.approvals.use_cases.people.end_absence import end_absence
from services.approvals.use_cases.people.import_people import import_people

router = APIRouter(tags=["people"])
Sought = Annotated[SafeStr | None, Query(max_length=200)]
KEEPERS = (Role.ADMIN, Role.PROCESS)


@router.post("/people", dependencies=[needs(*KEEPERS)])
async def add(command: AddPerson, uow: Uow) -> PersonView:
    return await add_person.add_person(command, uow)


@router.post("/people/import", dependencies=[needs(*KEEPERS)])
async def import_(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_people(batch, uow)


@router.get("/people", dependencies=[needs()])
async def people(
    uow: Uow,
    login: Sought = None,
    role: Sought = None,
    unit: Sought = None,
    q: Sought = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Page[PersonView]:
    return await list_people.list_people(uow, login=login, role=role, unit=unit, q=q, cursor=cursor, limit=limit)


@router.get("/people/{person_id}", dependencies=[needs()])
async def show(person_id: UUID, uow: Uow, response: Response) -> PersonView:
    view = await list_people.show_person(person_id, uow)
    etag(response, view.version)
    return view


@router.patch("/people/{person_id}", dependencies=[needs(*KEEPERS)])
async def change(person_id: UUID, command: ChangePerson, version: IfMatch, uow: Uow) -> PersonView:
    return await add_person.change_person(person_id, command, version, uow)


@router.post("/org-units", dependencies=[needs(*KEEPERS)])
async def add_unit(command: AddOrgUnit, uow: Uow) -> OrgUnitView:
    return await add_org_unit.add_org_unit(command, uow)


@router.get("/org-units", dependencies=[needs()])
async def units(uow: Uow) -> list[OrgUnitView]:
    return await list_people.list_units(uow)


@router.post("/legal-entities", dependencies=[needs(*KEEPERS)])
async def add_entity(command: AddLegalEntity, uow: Uow) -> LegalEntityView:
    return await add_org_unit.add_legal_entity(command, uow)


@router.get("/legal-entities", dependencies=[needs()])
async def entities(uow: Uow) -> list[LegalEntityView]:
    return await list_people.list_legal_entities(uow)


@router.post("/calendars", dependencies=[needs(*KEEPERS)])
async def add_site(command: AddCalendar, uow: Uow) -> CalendarView:
    return await add_calendar.add_calendar(command, uow)


@router.post("/calendars/preview", dependencies=[needs(*KEEPERS)])
async def preview_site(command: AddCalendar, uow: Uow) -> CalendarChange:
    return await add_calendar.preview_calendar(command, uow)


@router.get("/calendars", dependencies=[needs()])
async def calendars(uow: Uow) -> list[CalendarView]:
    return await list_people.list_calendars(uow)


@router.post("/absences", dependencies=[needs()])
async def report_absence(command: AddAbsence, uow: Uow) -> AbsenceView:
    return await add_absence.add_absence(command, uow)


@router.delete("/absences/{absence_id}", status_code=204, dependencies=[needs()])
async def end_early(absence_id: UUID, uow: Uow) -> None:
    await end_absence(absence_id, uow)


@router.get("/absences", dependencies=[needs()])
async def absences(uow: Uow, person_id: UUID | None = None) -> list[AbsenceView]:
    return await list_people.list_absences(person_id, uow)
