"""How does a seller write down on the way what was done with a customer, and who reads it?"""

import base64
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from chassis.base.clock import now
from console.form_input import Unreadable
from console.pages.parts.authority import may_act
from console.pages.parts.coded_values import coded
from console.pages.parts.downloads import download
from console.pages.parts.responses import Key, done, page, record_page
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Link, Record, Table, Worded
from console.wording.words import plain
from messages.base import Page
from messages.deals.customers import CustomerView
from messages.deals.follow_ups import FollowUpKindsView, FollowUpView, RecordFollowUp
from messages.deals.opportunities import OpportunityView
from messages.files import AttachedFile
from messages.texts import text

router = APIRouter(prefix="/follow-ups")

COLUMNS = ("happened_at", "follow_up_kind", "note", "visited_place", "next_on", "by", "files")
SHOWN = 20
NEW = "/follow-ups/new"
SEND = "/follow-ups/record/files"  # an address of forms with files
MOST = 8_000_000  # bytes of all files together, as letters a third more
Text = Annotated[str, Form()]
Uploads = Annotated[list[UploadFile], File()]


@router.get("/new")
async def follow_up_form(
    request: Request,
    person: Reader,
    gateway: Gateway,
    opportunity_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Response:
    """On a phone: kind, a few words, a photo, what was spoken, where, and when it goes on."""
    if opportunity_id:
        sale = await gateway.get("deals", f"/opportunities/{opportunity_id}", OpportunityView)
        title, entity, back = f"{sale.customer_name} · {sale.project}", sale.legal_entity_id, "opportunities"
    else:
        customer = await gateway.get("deals", f"/customers/{customer_id}", CustomerView)
        title, entity, back = customer.name, customer.legal_entity_id, "customers"
    kinds = await gateway.get("deals", "/follow-up-kinds", FollowUpKindsView, legal_entity_id=entity)
    values: dict[str, Any] = {
        "title": title, "path": SEND, "opportunity_id": opportunity_id, "customer_id": customer_id,
        "kinds": [(one.code, plain(kind_words(one.code, one.label, person.lang), person.lang)) for one in kinds.kinds],
        "record": f"/{back}/{opportunity_id or customer_id}",
        "today": now().astimezone(person.zone).date().isoformat(),
    }  # fmt: skip
    return page(request, "deals/follow_up_form.html", person, **values)


@router.post("/record/files")
async def record_follow_up(
    request: Request, gateway: Gateway, person: Reader, key: Key,
    opportunity_id: Text = "", customer_id: Text = "", kind: Text = "", note: Text = "", place: Text = "",
    latitude: Text = "", longitude: Text = "", next_on: Text = "", file: Uploads = [],  # noqa: B006
) -> Response:  # fmt: skip
    about = {"opportunity_id": opportunity_id} if opportunity_id else {"customer_id": customer_id}
    said = {"place": place, "latitude": latitude, "longitude": longitude, "next_on": next_on}
    given = {name: value.strip() for name, value in said.items() if value.strip()}
    command = RecordFollowUp.model_validate(
        {**about, "kind": kind, "note": note, **given, "files": await given_files(file)}
    )
    await gateway.post("deals", "/follow-ups", command, FollowUpView, key=key)
    to = f"/opportunities/{opportunity_id}" if opportunity_id else f"/customers/{customer_id}"
    return done(request, to, text("message.follow_up", person.lang))


@router.get("/{follow_up_id}")
async def follow_up(request: Request, follow_up_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """What was written down once, with what came with it."""
    seen = await gateway.get("deals", f"/follow-ups/{follow_up_id}", FollowUpView)
    fields: list[Field] = [("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}"))]
    if seen.opportunity_id:
        fields.append(("opportunity", Link(Worded("console.open"), f"/opportunities/{seen.opportunity_id}")))
    fields += [("follow_up_kind", kind_words(seen.kind, seen.kind_label, person.lang))]
    fields += [("note", seen.note), ("happened_at", seen.happened_at), ("visited_place", seen.place)]
    if seen.latitude is not None and seen.longitude is not None:
        fields.append(("coordinates", f"{seen.latitude:.5f}, {seen.longitude:.5f}"))
    fields += [("next_on", seen.next_on), ("by", seen.recorded_by_name)]
    files = [(_file(seen, one), one.size) for one in seen.files]
    tables = [Table("console.files", ("file", "size"), files)] if files else []
    goes_on = seen.next_on is not None and seen.answered_by is None
    record = Record(
        "follow_up", seen.id, seen.number, seen.customer_name, None, fields, tables,
        [_following(seen)] if goes_on and may_act(person, "follow_up_sale") else (),
        waits=await waits(gateway, [seen.id]),
    )  # fmt: skip
    return await record_page(request, person, record)


@router.get("/{follow_up_id}/files/{sha256}")
async def read_file(follow_up_id: UUID, sha256: str, person: Reader, gateway: Gateway) -> Response:
    """To be saved, as the owner of the file says."""
    return download(await gateway.fetch("deals", f"/follow-ups/{follow_up_id}/files/{sha256}"))


async def follow_ups_about(gateway: ServiceGateway, person: Person, **about: UUID) -> list[Table]:
    """The newest of an opportunity or a customer, where there are any."""
    found = await gateway.find("deals", "/follow-ups", Page[FollowUpView], **about, limit=SHOWN)
    return follow_ups_table(found.items if found else [], person.lang)


def follow_ups_table(found: Sequence[FollowUpView], lang: str) -> list[Table]:
    rows = [_row(one, lang) for one in found]
    return [Table("console.follow_ups", COLUMNS, rows)] if rows else []


def following_up(person: Person, owner_id: UUID | None, **about: UUID) -> list[Action]:
    """The button that leads to the form."""
    if not may_act(person, "follow_up_sale", owner_id):
        return []
    [(name, id)] = about.items()
    return [Action("follow_up", f"{NEW}?{name}={id}", weight="primary", page=True)]


def kind_words(code: str, label: dict[Any, str], lang: str) -> Cell:
    """As the company calls it, else as the house does."""
    return label.get(lang) or next((one for one in label.values() if one), None) or coded("follow_up", code)


def _row(one: FollowUpView, lang: str) -> tuple[Cell, ...]:
    return (
        Link(one.happened_at, f"/follow-ups/{one.id}"), kind_words(one.kind, one.kind_label, lang), one.note, one.place,
        one.next_on, one.recorded_by_name, len(one.files) or None,
    )  # fmt: skip


def _file(seen: FollowUpView, file: AttachedFile) -> Link:
    return Link(file.name, f"/follow-ups/{seen.id}/files/{file.sha256}")


def _following(seen: FollowUpView) -> Action:
    about = f"opportunity_id={seen.opportunity_id}" if seen.opportunity_id else f"customer_id={seen.customer_id}"
    return Action("follow_up", f"{NEW}?{about}", weight="primary", page=True)


async def given_files(uploads: list[UploadFile]) -> list[dict[str, str]]:
    """Those that were chosen; a browser sends the empty fields of the form, too."""
    found, size = [], 0
    for one in uploads:
        content = await one.read()
        if not content:
            continue
        size += len(content)
        if size > MOST * 3 // 4:
            raise Unreadable("file", "input.file_too_large")
        kind = (one.content_type or "application/octet-stream").lower()
        given = {"name": one.filename or "file", "media_type": kind}
        found.append(given | {"content": base64.b64encode(content).decode()})
    return found
