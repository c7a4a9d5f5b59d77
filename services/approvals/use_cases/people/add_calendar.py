"""What happens when a site's working time is set, and what would it change?"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.people import AddCalendar, CalendarChange, CalendarView, MovedDeadline
from messages.business_time import Calendar
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.people.public_days import PublicDays, must_not_be_both, public_days, together, years_of
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.timers import due_at
from services.approvals.store.audit.directory_lines import NOTHING, record_change
from services.approvals.store.people import people as store
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.requests import list_pending
from services.approvals.tables.people import CalendarRow, calendar_changed

MOST_REQUESTS = 500  # are looked at for a preview


async def add_calendar(command: AddCalendar, uow: UnitOfWork) -> CalendarView:
    """Again with other values changes it; clocks that are already set keep their time."""
    async with uow.begin() as work:
        users = await store.list_calendar_users(work, command.id)
        must_reach(work.actor, *users, verb="POST /calendars")
        calendar = await store.find_calendar(work, command.id)
        given = _given(command, calendar, work.now)
        before = calendar.model_dump() if calendar else NOTHING
        if calendar is None:
            calendar = CalendarRow(**given)
            work.session.add(calendar)
        elif work.repeated or given == calendar.model_dump(exclude={"version"}):
            return calendar.view(work.now)
        else:
            for name, value in given.items():
                setattr(calendar, name, value)
            calendar.version += 1
        work.emit(calendar_changed(calendar))
        await record_change(
            work, "calendar", calendar.id, named=calendar.id, before=before, after=calendar.model_dump()
        )
        return calendar.view(work.now)


async def preview_calendar(command: AddCalendar, uow: UnitOfWork) -> CalendarChange:
    """The days that would change, and the open steps that would be due at another time; nothing is written."""
    async with uow.begin() as work:
        users = await store.list_calendar_users(work, command.id)
        must_reach(work.actor, *users, verb="POST /calendars/preview")
        before = await store.find_calendar(work, command.id)
        after = CalendarRow(**_given(command, before, work.now))
        after.version = before.version + 1 if before else 1
        pending = await list_pending(work, MOST_REQUESTS + 1)
        people = await find_directory(work)
        old, new = before.value() if before else None, after.value()
        moved = [
            one
            for request in pending[:MOST_REQUESTS]
            if _calendar_of(request, people) == command.id
            for one in _moved(request, old or Calendar(tz="UTC"), new)
        ]
        days = sorted({*after.holidays, *after.makeup_days, *(before.holidays + before.makeup_days if before else ())})
        return CalendarChange(
            before=before.view(work.now) if before else None,
            after=after.view(work.now),
            days_off=[day for day in days if _works(old, new, day) and not new.works_on(day)],
            days_worked=[day for day in days if not _works(old, new, day) and new.works_on(day)],
            open_steps=moved,
            more=len(pending) > MOST_REQUESTS,
        )


def _works(old: Calendar | None, new: Calendar, day: date) -> bool:
    """Under the calendar as it was; of a new one only the weekdays were known."""
    return old.works_on(day) if old else day.isoweekday() in new.weekdays


def _calendar_of(request: Request, people: Directory) -> str | None:
    requester = people.persons.get(request.header.requester_id)
    return people.calendar_code(requester, request.policy.calendar) if requester else None


def _moved(request: Request, old: Calendar, new: Calendar) -> list[MovedDeadline]:
    header, found = request.header, []
    for step in request.progress.steps:
        if step.settled_at is not None or step.due_at is None:
            continue
        rule = find_step(request.policy, step.key)
        would_be = due_at(rule, step.opened_at, new)
        if would_be is not None and would_be != due_at(rule, step.opened_at, old):
            named = {"request_id": header.id, "number": header.about.number, "title": header.about.title}
            found.append(MovedDeadline(**named, step=step.key, due_at=step.due_at, would_be=would_be))
    return found


def _given(command: AddCalendar, known: CalendarRow | None, now: datetime) -> dict[str, Any]:
    must_not_be_both(command.holidays, command.makeup_days)
    had = [year["year"] for year in known.years] if known and known.country == command.country else []
    this = now.astimezone(ZoneInfo(command.tz)).year
    years = years_of(command.country, command.years, this=this, had=had)
    public = public_days(command.country, command.subdivision, years) if command.country else PublicDays()
    off, worked = together(public, command.holidays, command.makeup_days)
    return {
        "id": command.id, "name": command.name, "tz": command.tz,
        "hours": [[opens.isoformat(), closes.isoformat()] for opens, closes in command.hours],
        "weekdays": sorted(set(command.weekdays)), "holidays": off, "makeup_days": worked,
        "country": command.country, "subdivision": command.subdivision,
        "years": [{"year": year, "announced": year in public.announced} for year in years],
        "own_holidays": sorted(set(command.holidays)), "own_makeup_days": sorted(set(command.makeup_days)),
    }  # fmt: skip
