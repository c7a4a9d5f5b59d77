"""What do people see of registrations 报备, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.next_signers import submitted_message
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link, Record, Wait, Worded
from messages.base import Page
from messages.deals.registrations import RegistrationStatus, RegistrationView, ResubmitRegistration
from messages.texts import text

router = APIRouter(prefix="/registrations")

COLUMNS = ("number", "status", "customer", "project", "owner", "submitted_at", "protected_until")
LIST = RecordList("registration", "/registrations", RegistrationStatus, COLUMNS)
TABS = ("opportunities", "registrations")


def tabs(chosen: str) -> list[tuple[str, str, bool]]:
    """What may be sold, and what is announced of it."""
    return [(f"nav.{name}", f"/{name}", name == chosen) for name in TABS]


@router.get("")
async def registrations(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: RegistrationStatus | None = None
) -> Response:
    found = await gateway.get("deals", "/registrations", Page[RegistrationView], status=status, **asked.query(person))
    rows = [
        (
            Link(item.number, f"/registrations/{item.id}"),
            chip("registration", item.status),
            item.customer_name,
            item.project,
            item.owner_name,
            item.submitted_at,
            item.protected_until,
        )
        for item in found.items
    ]
    return list_page(request, person, LIST.listing(found, rows, asked, status, tabs=tabs("registrations")))


@router.get("/{registration_id}")
async def registration(request: Request, registration_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await registration_record(gateway, registration_id, person))


async def registration_record(gateway: ServiceGateway, registration_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("deals", f"/registrations/{registration_id}", RegistrationView)
    request = await gateway.part("approvals", newest_request_about(gateway, seen.id))
    unasked = [Wait(Worded("wait.starts"))] if seen.status is RegistrationStatus.SUBMITTED else []
    return Record(
        "registration",
        seen.id,
        seen.number,
        f"{seen.customer_name} · {seen.project}",
        chip("registration", seen.status),
        _fields(seen),
        actions=_actions(seen, person),
        note=Worded("console.guidance", {"text": seen.guidance}, "busy") if seen.guidance else None,
        request=request,
        waits=await waits(gateway, [seen.id], request, otherwise=unasked),
    )


@router.post("/{registration_id}/resubmit")
async def resubmit(
    request: Request,
    registration_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    note: Annotated[str, Form()] = "",
) -> Response:
    await gateway.post("deals", f"/registrations/{registration_id}/resubmit", ResubmitRegistration(note=note), key=key)
    message = await submitted_message(gateway, person, "message.register", registration_id)
    return done(request, f"/registrations/{registration_id}", message)


@router.post("/{registration_id}/withdraw")
async def withdraw(request: Request, registration_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("deals", f"/registrations/{registration_id}/withdraw", None, key=key)
    return done(request, f"/registrations/{registration_id}", text("message.withdraw", person.lang))


def _fields(seen: RegistrationView) -> list[Field]:
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")),
        *((name, getattr(seen, name)) for name in ("project", "note", "round", "submitted_at", "protected_until")),
        ("owner", seen.owner_name),
    ]
    if seen.conflict_with:
        fields.append(("conflict_with", Link(Worded("console.open"), f"/registrations/{seen.conflict_with}")))
    return fields


def _actions(seen: RegistrationView, person: Person) -> list[Action]:
    base_path, actions = f"/registrations/{seen.id}", []
    if not may_act(person, "resubmit_registration", seen.owner_id):
        return []
    if seen.status is RegistrationStatus.RETURNED:
        actions.append(
            Action("resubmit", f"{base_path}/resubmit", (Input("note", "area", seen.note, required=False),), "primary")
        )
    if seen.status in (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED):
        actions.append(Action("withdraw", f"{base_path}/withdraw", weight="danger"))
    return actions
