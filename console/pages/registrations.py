"""What do people see of registrations 报备, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.agreeing import asked_about
from console.pages.answer import Key, done, list_page, more, record_page, status_filters
from console.pages.chips import chip
from console.session import Person, Reader
from console.shape import Act, Fact, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.deals.registrations import RegistrationStatus, RegistrationView, ResubmitRegistration
from messages.texts import text

router = APIRouter(prefix="/registrations")

COLUMNS = ("number", "status", "customer", "project", "owner", "submitted_at", "protected_until")


@router.get("")
async def registrations(
    request: Request, person: Reader, house: House, status: RegistrationStatus | None = None, cursor: str | None = None
) -> Response:
    found = await house.get("deals", "/registrations", Page[RegistrationView], status=status, cursor=cursor, limit=50)
    rows = [
        (
            Link(one.number, f"/registrations/{one.id}"),
            chip("registration", one.status),
            one.customer_name,
            one.project,
            one.owner_name,
            one.submitted_at,
            one.protected_until,
        )
        for one in found.items
    ]
    filters = status_filters("registration", RegistrationStatus, "/registrations", status)
    following = more(found, "/registrations", status=status)
    return list_page(request, person, Listing("nav.registrations", COLUMNS, rows, following, filters))


@router.get("/{registration_id}")
async def registration(request: Request, registration_id: UUID, person: Reader, house: House) -> Response:
    seen = await house.get("deals", f"/registrations/{registration_id}", RegistrationView)
    record = Record(
        "registration",
        seen.id,
        seen.number,
        f"{seen.customer_name} · {seen.project}",
        chip("registration", seen.status),
        _facts(seen),
        acts=_acts(seen, person),
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=await asked_about(house, seen.id),
    )
    return await record_page(request, person, record)


@router.post("/{registration_id}/resubmit")
async def resubmit(
    request: Request,
    registration_id: UUID,
    house: House,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    await house.post("deals", f"/registrations/{registration_id}/resubmit", ResubmitRegistration(note=note), key=key)
    return done(request, f"/registrations/{registration_id}", text("told.register", person.lang))


@router.post("/{registration_id}/withdraw")
async def withdraw(request: Request, registration_id: UUID, house: House, person: Reader, key: Key) -> Response:
    await house.post("deals", f"/registrations/{registration_id}/withdraw", None, key=key)
    return done(request, f"/registrations/{registration_id}", text("told.withdraw", person.lang))


def _facts(seen: RegistrationView) -> list[Fact]:
    facts: list[Fact] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")),
        *((name, getattr(seen, name)) for name in ("project", "note", "round", "submitted_at", "protected_until")),
        ("owner", seen.owner_name),
    ]
    if seen.conflict_with:
        facts.append(("conflict_with", Link(Worded("console.open"), f"/registrations/{seen.conflict_with}")))
    return facts


def _acts(seen: RegistrationView, person: Person) -> list[Act]:
    here, acts = f"/registrations/{seen.id}", []
    if seen.owner_id != person.id:
        return []
    if seen.status is RegistrationStatus.RETURNED:
        acts.append(Act("resubmit", f"{here}/resubmit", (Input("note", "area", seen.note, required=False),), "primary"))
    if seen.status in (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED):
        acts.append(Act("withdraw", f"{here}/withdraw", weight="danger"))
    return acts
