"""Which days does each calendar know, until when, and what would bringing it in again change?"""

from datetime import date
from typing import Annotated, Any

from babel.dates import get_day_names
from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import KeptInput, Unreadable
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.wording.words import LOCALES
from messages.approvals.people import AddCalendar, CalendarChange, CalendarView
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/calendars")
KEEPERS = (Role.ADMIN,)
Typed = Annotated[str, Form(max_length=40_000)]


@router.get("")
async def listed(request: Request, person: Reader, gateway: Gateway) -> Response:
    return await _shown(request, person, gateway)


@router.post("/{calendar_id}/preview")
async def preview(
    request: Request,
    calendar_id: str,
    person: Reader,
    gateway: Gateway,
    key: Key,
    country: Annotated[str, Form(max_length=2)] = "",
    subdivision: Annotated[str, Form(max_length=64)] = "",
    own_holidays: Typed = "",
    own_makeup_days: Typed = "",
) -> Response:
    """The difference first; nothing is written."""
    typed = {
        "country": country, "subdivision": subdivision, "own_holidays": own_holidays,
        "own_makeup_days": own_makeup_days,
    }  # fmt: skip
    request.state.kept = KeptInput(f"/calendars/{calendar_id}/preview", {name: [said] for name, said in typed.items()})
    command = _command(await _calendar(gateway, calendar_id), typed)
    change = await gateway.post("approvals", "/calendars/preview", command, CalendarChange, key=key)
    return page(request, "people/calendar_change.html", person, change=change, typed=typed)


@router.post("/{calendar_id}/bring-in")
async def bring_in(
    request: Request,
    calendar_id: str,
    person: Reader,
    gateway: Gateway,
    key: Key,
    country: Annotated[str, Form(max_length=2)] = "",
    subdivision: Annotated[str, Form(max_length=64)] = "",
    own_holidays: Typed = "",
    own_makeup_days: Typed = "",
) -> Response:
    """After the difference was seen; what is open keeps its time."""
    typed = {
        "country": country, "subdivision": subdivision, "own_holidays": own_holidays,
        "own_makeup_days": own_makeup_days,
    }  # fmt: skip
    command = _command(await _calendar(gateway, calendar_id), typed)
    kept = await gateway.post("approvals", "/calendars", command, CalendarView, key=key)
    return done(request, "/calendars", text("done.calendar", person.lang, name=kept.name))


async def _shown(request: Request, person: Person, gateway: ServiceGateway) -> Response:
    found = await gateway.get("approvals", "/calendars", list[CalendarView])
    today = now().astimezone(person.zone).date()
    values: dict[str, Any] = {
        "calendars": found,
        "today": today,
        "keeps": person.may(*KEEPERS),
        "weekdays": get_day_names("abbreviated", locale=LOCALES[person.lang]),
    }
    return page(request, "people/calendars.html", person, **values)


async def _calendar(gateway: ServiceGateway, calendar_id: str) -> CalendarView:
    found = await gateway.get("approvals", "/calendars", list[CalendarView])
    known = next((one for one in found if one.id == calendar_id), None)
    if known is None:
        raise Unreadable("calendar", "input.missing")
    return known


def _command(known: CalendarView, typed: dict[str, str]) -> AddCalendar:
    """As it is, with what was typed; without years: this one, the next, and those it has."""
    return AddCalendar(
        **known.model_dump(include={"id", "name", "tz", "hours", "weekdays"}),
        country=typed["country"].strip().upper() or None,
        subdivision=typed["subdivision"].strip() or None,
        holidays=_days("own_holidays", typed["own_holidays"]),
        makeup_days=_days("own_makeup_days", typed["own_makeup_days"]),
    )


def _days(name: str, typed: str) -> list[date]:
    try:
        return [date.fromisoformat(day) for day in typed.replace(",", " ").replace("，", " ").split()]
    except ValueError as wrong:
        raise Unreadable(name, "input.date_parsing") from wrong
