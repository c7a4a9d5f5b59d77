"""What do people see of registrations 报备, and what may they do with them?"""

from asyncio import gather
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.deals.own_values import kept_value, own_fields
from console.pages.deals.registration_acts import acts_on_registration, extension_table, extensions_of
from console.pages.parts.authority import may_act
from console.pages.parts.custom_fields import custom_inputs, custom_values
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
from messages.custom_fields import FieldTemplate
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
    found, template = await gather(
        extensions_of(gateway, seen),
        gateway.get("deals", "/registrations/fields", FieldTemplate, business_type=seen.business_type),
    )
    unasked = [Wait(Worded("wait.starts"))] if seen.status is RegistrationStatus.SUBMITTED else []
    return Record(
        "registration",
        seen.id,
        seen.number,
        f"{seen.customer_name} · {seen.project}",
        chip("registration", seen.status),
        _fields(seen),
        [*own_fields(template, seen.extra, person.lang), *extension_table(found)],
        [*_actions(seen, person, template), *acts_on_registration(seen, found, person)],
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
    path = f"/registrations/{registration_id}"
    seen = await gateway.get("deals", path, RegistrationView)
    template = await gateway.get("deals", "/registrations/fields", FieldTemplate, business_type=seen.business_type)
    command = ResubmitRegistration(note=note, extra=custom_values(template, await request.form()))
    await gateway.post("deals", f"{path}/resubmit", command, key=key)
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
    more = {"sale_grade": seen.grade, "business_type": seen.business_type, "extended_at": seen.extended_at}
    fields += [(name, value) for name, value in more.items() if value is not None]
    if seen.conflict_with:
        fields.append(("conflict_with", Link(Worded("console.open"), f"/registrations/{seen.conflict_with}")))
    return fields


def _actions(seen: RegistrationView, person: Person, template: FieldTemplate) -> list[Action]:
    base_path, actions = f"/registrations/{seen.id}", []
    if not may_act(person, "resubmit_registration", seen.owner_id):
        return []
    if seen.status is RegistrationStatus.RETURNED:
        own = [replace(one, value=kept_value(seen.extra, one.name)) for one in custom_inputs(template, person.lang)]
        inputs = (*own, Input("note", "area", seen.note, required=False))
        actions.append(Action("resubmit", f"{base_path}/resubmit", inputs, "primary"))
    if seen.status in (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED):
        actions.append(Action("withdraw", f"{base_path}/withdraw", weight="danger"))
    return actions
