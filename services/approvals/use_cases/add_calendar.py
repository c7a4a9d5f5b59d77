"""What happens when a site's working time is set, or somebody will be away?"""

from datetime import date
from typing import Any

import holidays

from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import AbsenceAdded
from messages.approvals.people import AbsenceView, AddAbsence, AddCalendar, CalendarView
from messages.errors import Malformed, NotFound
from services.approvals.domain.org import may_tell_absence
from services.approvals.store import people as store
from services.approvals.tables.people import AbsenceRow, CalendarRow, calendar_changed
from services.approvals.use_cases.hand_over_tasks import substitute_tasks


async def add_calendar(command: AddCalendar, uow: UnitOfWork) -> CalendarView:
    """Again with other values changes it; clocks that are already set keep their time."""
    off, on = _public(command)
    given: dict[str, Any] = {
        "id": command.id, "name": command.name, "tz": command.tz,
        "hours": [[opens.isoformat(), closes.isoformat()] for opens, closes in command.hours],
        "weekdays": sorted(set(command.weekdays)), "holidays": sorted(off | set(command.holidays)),
        "makeup_days": sorted(on | set(command.makeup_days)),
    }  # fmt: skip
    async with uow.begin() as work:
        calendar = await store.find_calendar(work, command.id)
        if calendar is None:
            calendar = CalendarRow(**given)
            work.session.add(calendar)
        elif given == calendar.model_dump(exclude={"version"}):
            return calendar.view()
        else:
            for name, value in given.items():
                setattr(calendar, name, value)
            calendar.version += 1
        work.emit(calendar_changed(calendar))
        return calendar.view()


def _public(command: AddCalendar) -> tuple[set[date], set[date]]:
    """Public holidays and make-up working days of the country, as the library knows them."""
    if command.country is None:
        return set(), set()
    try:
        known = holidays.country_holidays(command.country, subdiv=command.subdivision, years=command.years or None)
    except NotImplementedError as wrong:
        raise Malformed("country", command.country, "APP-49") from wrong
    makeup = {day for day in getattr(known, "weekend_workdays", ()) if day.year in command.years}
    return set(known), makeup


async def add_absence(command: AddAbsence, uow: UnitOfWork) -> AbsenceView:
    """Steps opened in this time ask the substitute; when it has begun, open tasks move. The same id again shows it."""
    if command.starts_at.tzinfo is None or command.ends_at.tzinfo is None or command.starts_at >= command.ends_at:
        raise Malformed("ends_at", command.ends_at.isoformat(), "APP-50")
    if command.person_id == command.substitute_id:
        raise Malformed("substitute_id", str(command.substitute_id), "APP-50")
    async with uow.begin() as work:
        keeps = work.actor.is_process or work.actor.may("admin", "ops")
        may_tell_absence(command.person_id, work.actor.id, keeps=keeps)
        id = command.id or work.new_id()
        known = await store.find_absence(work, id)
        if known is not None:
            return known.view()
        for person_id in (command.person_id, command.substitute_id):
            if await store.find_person(work, person_id) is None:
                raise NotFound("person", person_id)
        absence = AbsenceRow(id=id, **command.model_dump(exclude={"id"}))
        work.session.add(absence)
        work.emit(AbsenceAdded(absence_id=id, **command.model_dump(exclude={"id"}), version=1))
        begun = command.starts_at <= work.now < command.ends_at
    if begun:
        await substitute_tasks(command.person_id, uow)
    return absence.view()
