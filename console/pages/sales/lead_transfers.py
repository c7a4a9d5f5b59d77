"""Which leads are offered to whom, and what may the reader say to it?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.responses import Key, done, list_page, more, record_page, status_filters
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Listing, Record
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.leads import LeadView
from messages.leads.transfers import AskTransfer, LeadTransferStatus, LeadTransferView, RefuseTransfer
from messages.texts import text

router = APIRouter()
PATH = "/lead-transfers"
COLUMNS = ("number", "status", "company", "from_person", "to_person", "note", "asked_at")


@router.get(PATH)
async def transfers(
    request: Request,
    person: Reader,
    gateway: Gateway,
    status: LeadTransferStatus | None = None,
    cursor: str | None = None,
) -> Response:
    found = await gateway.get("leads", PATH, Page[LeadTransferView], status=status, cursor=cursor)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"{PATH}/{one.id}"), chip("lead_transfer", one.status), one.company, one.from_name,
            one.to_name, one.note, one.asked_at,
        )
        for one in found.items
    ]  # fmt: skip
    filters = status_filters("lead_transfer", LeadTransferStatus, PATH, status)
    listing = Listing(
        "nav.lead_transfers", COLUMNS, rows, more(found, PATH, status=status), filters, empty="empty.lead_transfers"
    )
    return list_page(request, person, listing)


@router.get(PATH + "/{transfer_id}")
async def transfer(request: Request, transfer_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await transfer_record(gateway, transfer_id, person))


async def transfer_record(gateway: ServiceGateway, id: UUID, person: Person) -> Record:
    seen = await gateway.get("leads", f"{PATH}/{id}", LeadTransferView)
    return Record(
        "lead_transfer",
        seen.id,
        seen.number,
        seen.company or seen.number,
        chip("lead_transfer", seen.status),
        [
            ("lead", Link(seen.number, f"/leads/{seen.lead_id}")),
            ("project", seen.project),
            ("region", seen.region),
            ("product_line", seen.product_line),
            ("from_person", seen.from_name),
            ("to_person", seen.to_name),
            ("asked_by", seen.asked_by_name),
            ("note", seen.note),
            ("pool", seen.pool),
            ("reason", seen.reason),
            ("asked_at", seen.asked_at),
            ("answered_at", seen.answered_at),
        ],
        actions=_actions(seen),
    )


@router.post("/leads/{lead_id}/offer")
async def offer(
    request: Request,
    lead_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    to_id: Annotated[UUID, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    command = AskTransfer(to_id=to_id, note=note)
    made = await gateway.post("leads", f"/leads/{lead_id}/transfers", command, LeadTransferView, key=key)
    return done(request, f"/leads/{lead_id}", text("message.offer_lead", person.lang, person=made.to_name))


@router.post(PATH + "/{transfer_id}/accept")
async def accept(request: Request, transfer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    seen = await gateway.post("leads", f"{PATH}/{transfer_id}/accept", None, LeadTransferView, key=key)
    return done(request, f"/leads/{seen.lead_id}", text("message.accept_transfer", person.lang))


@router.post(PATH + "/{transfer_id}/refuse")
async def refuse(
    request: Request,
    transfer_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
) -> Response:
    command = RefuseTransfer(reason=reason)
    await gateway.post("leads", f"{PATH}/{transfer_id}/refuse", command, LeadTransferView, key=key)
    return done(request, f"{PATH}/{transfer_id}", text("message.saved", person.lang))


@router.post(PATH + "/{transfer_id}/withdraw")
async def withdraw(request: Request, transfer_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("leads", f"{PATH}/{transfer_id}/withdraw", None, LeadTransferView, key=key)
    return done(request, f"{PATH}/{transfer_id}", text("message.saved", person.lang))


async def offering(lead: LeadView, person: Person, gateway: ServiceGateway) -> list[Action]:
    """To sellers of the lead's legal entity, of whatever department; while somebody is asked, nobody else is."""
    asked = await gateway.get("leads", PATH, Page[LeadTransferView], lead_id=lead.id, status="ASKED")
    if asked.items:
        [first, *_] = asked.items
        return [Action("see_offer", f"{PATH}/{first.id}", page=True)]
    asking = gateway.get("approvals", "/people", Page[PersonView], role="sales", limit=100)
    found = await gateway.part("approvals", asking)
    options = [
        (str(one.id), one.name)
        for one in (found.items if found else [])
        if one.active
        and one.id not in (lead.owner_id, None)
        and lead.legal_entity_id in (one.legal_entity_id, *one.other_entities)
    ]
    inputs = (Input("to_id", "select", options=options),
              Input("note", "area", required=False))  # fmt: skip
    return [Action("offer_lead", f"/leads/{lead.id}/offer", inputs)] if options else []


def _actions(seen: LeadTransferView) -> list[Action]:
    path, actions = f"{PATH}/{seen.id}", []
    if seen.may_answer:
        actions.append(Action("accept_transfer", f"{path}/accept", weight="primary"))
        actions.append(Action("refuse_transfer", f"{path}/refuse", (Input("reason"),), "danger"))
    if seen.may_withdraw and not seen.may_answer:
        actions.append(Action("withdraw_transfer", f"{path}/withdraw"))
    return actions
