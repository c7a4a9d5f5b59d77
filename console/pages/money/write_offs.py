"""What do people see of write-offs 冲销, and what may they do with them?"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.collections.write_offs import (
    EVERYWHERE,
    ResubmitWriteOff,
    SetTolerance,
    TakeBackWriteOff,
    ToleranceView,
    WriteOffStatus,
    WriteOffView,
)
from messages.roles import Role
from messages.texts import known, text

router = APIRouter(prefix="/write-offs")

COLUMNS = ("number", "status", "receivable", "customer", "amount", "reason", "requested_at")
LIST = RecordList("write_off", "/write-offs", WriteOffStatus, COLUMNS)
LINES = ("number", "status", "amount", "reason", "requested_at")


@router.get("")
async def write_offs(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: WriteOffStatus | None = None
) -> Response:
    query = {"status": status, **asked.query(person)}
    found = await gateway.get("collections", "/write-offs", Page[WriteOffView], **query)
    rows = [
        (
            Link(item.number, f"/write-offs/{item.id}"),
            chip("write_off", item.status),
            Link(item.receivable_number, f"/receivables/{item.receivable_id}"),
            item.customer_name,
            item.amount,
            said("reason", item.reason),
            item.requested_at,
        )
        for item in found.items
    ]
    actions = [Action("see_tolerances", "/write-offs/tolerances", page=True)]
    listing = LIST.listing(found, rows, asked, status, tabs=tabs("write_offs"), actions=actions)
    return list_page(request, person, listing)


@router.get("/tolerances")
async def tolerances(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Up to how much is written off by itself."""
    found = await gateway.get("collections", "/write-off-tolerances", list[ToleranceView])
    rows: list[tuple[Cell, ...]] = [(_entity(item), item.amount, item.set_at) for item in found]
    inputs = (Input("legal_entity_id"), Input("currency", value="CNY"), Input("amount", "money"))
    actions = [Action("set_tolerance", "/write-offs/tolerances", inputs)] if person.may(Role.ADMIN) else []
    columns = ("legal_entity_id", "tolerance", "set_at")
    return list_page(
        request, person, Listing("console.tolerances", columns, rows, tabs=tabs("write_offs"), actions=actions)
    )


@router.post("/tolerances")
async def set_tolerance(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    legal_entity_id: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
) -> Response:
    command = SetTolerance.model_validate({"legal_entity_id": legal_entity_id, "currency": currency, "amount": amount})
    await gateway.post("collections", "/write-off-tolerances", command, key=key)
    return done(request, "/write-offs/tolerances", text("message.saved", person.lang))


@router.get("/{write_off_id}")
async def write_off(request: Request, write_off_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("collections", f"/write-offs/{write_off_id}", WriteOffView)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("receivable", Link(seen.receivable_number, f"/receivables/{seen.receivable_id}")),
        ("amount", seen.amount),
        ("reason", said("reason", seen.reason)),
        *((name, getattr(seen, name)) for name in ("requested_at", "round", "applied_at", "taken_back_at")),
    ]
    if seen.order_id:
        fields.append(("order", Link(Worded("console.open"), f"/orders/{seen.order_id}")))
    record = Record(
        "write_off",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("write_off", seen.status),
        fields,
        actions=_actions(seen, person),
        note=_note(seen, person.lang),
        request=await gateway.part("approvals", newest_request_about(gateway, seen.id)) if seen.requested_by else None,
    )
    return await record_page(request, person, record)


@router.post("/{write_off_id}/resubmit")
async def resubmit(
    request: Request,
    write_off_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
    amount: Annotated[str, Form()] = "",
) -> Response:
    command = ResubmitWriteOff.model_validate({"reason": reason, "amount": amount or None})
    await gateway.post("collections", f"/write-offs/{write_off_id}/resubmit", command, key=key)
    return done(request, f"/write-offs/{write_off_id}", text("message.request_write_off", person.lang))


@router.post("/{write_off_id}/withdraw")
async def withdraw(request: Request, write_off_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/write-offs/{write_off_id}/withdraw", None, key=key)
    return done(request, f"/write-offs/{write_off_id}", text("message.withdraw", person.lang))


@router.post("/{write_off_id}/take-back")
async def take_back(
    request: Request,
    write_off_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    reason: Annotated[str, Form()] = "",
) -> Response:
    command = TakeBackWriteOff(reason=reason)
    await gateway.post("collections", f"/write-offs/{write_off_id}/take-back", command, key=key)
    return done(request, f"/write-offs/{write_off_id}", text("message.take_back_write_off", person.lang))


def lines_of(found: Sequence[WriteOffView]) -> Table:
    """What was given up of one receivable."""
    rows = [
        (
            Link(item.number, f"/write-offs/{item.id}"),
            chip("write_off", item.status),
            item.amount,
            said("reason", item.reason),
            item.requested_at,
        )
        for item in found
    ]
    return Table("console.write_offs", LINES, rows)


def said(name: str, words: str) -> Cell:
    """In people's own words, or one of the house's reasons."""
    code = f"{name}.write_off.{words}"
    return Worded(code) if known(code) else words


def _entity(tolerance: ToleranceView) -> Cell:
    return Worded("console.everywhere") if tolerance.legal_entity_id == EVERYWHERE else tolerance.legal_entity_id


def _note(seen: WriteOffView, lang: str) -> Worded | None:
    if not seen.guidance:
        return None
    code = f"guidance.write_off.{seen.guidance}"
    return Worded("console.guidance", {"text": text(code, lang) if known(code) else seen.guidance}, "busy")


def _actions(seen: WriteOffView, person: Person) -> list[Action]:
    base_path, actions = f"/write-offs/{seen.id}", []
    mine = seen.requested_by == person.id
    if mine and seen.status is WriteOffStatus.RETURNED:
        inputs = (
            Input("amount", "money", str(seen.amount.amount), required=False),
            Input("reason", "area", seen.reason, required=False),
        )
        actions.append(Action("resubmit", f"{base_path}/resubmit", inputs, "primary"))
    if mine and seen.status in (WriteOffStatus.REQUESTED, WriteOffStatus.RETURNED):
        actions.append(Action("withdraw", f"{base_path}/withdraw", weight="danger"))
    if seen.status is WriteOffStatus.APPLIED and person.may(Role.FINANCE):
        actions.append(Action("take_back_write_off", f"{base_path}/take-back", (Input("reason"),), "danger"))
    return actions
