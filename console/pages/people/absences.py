"""When am I away, and who is my substitute?"""

from asyncio import gather
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import Unreadable
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from messages.approvals.people import AbsenceView, AddAbsence, PersonView
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/absences")
KEEPERS = (Role.OPS, Role.ADMIN)
MOST_NAMES = 100


@router.get("")
async def absences(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Mine first; everybody's for those who keep them."""
    keeps = person.may(*KEEPERS)
    found, people = await gather(
        gateway.get("approvals", "/absences", list[AbsenceView]), colleagues(gateway, person, me=keeps)
    )
    names = await _names(gateway, people, [one for each in found for one in (each.person_id, each.substitute_id)])
    today = now()
    coming = sorted((one for one in found if one.ends_at > today), key=lambda one: one.starts_at)
    past = sorted((one for one in found if one.ends_at <= today), key=lambda one: one.starts_at, reverse=True)
    start = today.astimezone(person.zone).replace(hour=9, minute=0) + timedelta(days=1)
    values: dict[str, Any] = {
        "coming": coming,
        "past": past[:50],
        "names": names,
        "people": people,
        "keeps": keeps,
        "today": today,
    }
    return page(request, "people/absences.html", person, **values, start=start, end=start.replace(hour=18))


@router.post("")
async def away(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    starts_at: Annotated[str, Form()] = "",
    ends_at: Annotated[str, Form()] = "",
    substitute_id: Annotated[UUID | None, Form()] = None,
    person_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """The times are on the reader's own clock."""
    if substitute_id is None:
        raise Unreadable("substitute_id", "input.missing")
    command = AddAbsence(
        person_id=person_id or person.id,
        substitute_id=substitute_id,
        starts_at=_at("starts_at", starts_at, person),
        ends_at=_at("ends_at", ends_at, person),
    )
    await gateway.post("approvals", "/absences", command, AbsenceView, key=key)
    return done(request, "/absences", text("done.away", person.lang))


@router.post("/{absence_id}/end")
async def back(request: Request, absence_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    """Back early, or not going after all."""
    await gateway.delete("approvals", f"/absences/{absence_id}", object, key=key)
    return done(request, "/absences", text("done.back", person.lang))


def _at(name: str, typed: str, person: Person) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=person.zone)
    except ValueError as wrong:
        raise Unreadable(name, "input.date_parsing") from wrong


async def _names(gateway: ServiceGateway, known: Sequence[PersonView], ids: Sequence[UUID]) -> dict[UUID, str]:
    names = {one.id: one.name for one in known}
    missing = [fromkey for fromkey in dict.fromkeys(ids) if fromkey not in names][:MOST_NAMES]
    found = await gather(*(gateway.find("approvals", f"/people/{one}", PersonView) for one in missing))
    return names | {one.id: one.name for one in found if one}
