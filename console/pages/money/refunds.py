"""What do people see of refunds 退款, and what may they do with them?"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.money.payments import tabs
from console.pages.parts.lists import ListWanted, RecordList
from console.pages.parts.responses import Key, done, list_page, record_page
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Wait, Worded
from messages.base import Page
from messages.collections.refunds import ConfirmRefund, RefundStatus, RefundView, RejectRefund
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/refunds")

COLUMNS = ("number", "status", "customer", "payment", "amount", "requested_at", "paid_on")
LIST = RecordList("refund", "/refunds", RefundStatus, COLUMNS)


@router.get("")
async def refunds(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: RefundStatus | None = None
) -> Response:
    query = {"status": status, "newest_first": True, **asked.query(person)}
    found = await gateway.get("collections", "/refunds", Page[RefundView], **query)
    rows = rows_of(found.items)
    listing = LIST.listing(found, rows, asked, status, tabs=tabs("refunds"))
    return list_page(request, person, listing)


@router.get("/{refund_id}")
async def refund(request: Request, refund_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await refund_record(gateway, refund_id, person))


async def refund_record(gateway: ServiceGateway, refund_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("collections", f"/refunds/{refund_id}", RefundView)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("payment", Link(seen.payment_number, f"/payments/{seen.payment_id}")),
        *((name, getattr(seen, name)) for name in ("amount", "reason", "requested_at", "confirmed_at")),
        *((name, getattr(seen, name)) for name in ("paid_on", "reference")),
    ]
    if seen.order_id:
        fields.append(("order", Link(Worded("console.open"), f"/orders/{seen.order_id}")))
    note = Worded("console.rejected_because", {"text": seen.guidance}, "bad") if seen.guidance else None
    asked = seen.status is RefundStatus.REQUESTED
    waiting = await waits(
        gateway, [seen.id], otherwise=[Wait(Worded("wait.refund"), role=Role.FINANCE)] if asked else []
    )
    status, actions = chip("refund", seen.status), _actions(seen, person)
    return Record(
        "refund", seen.id, seen.number, seen.customer_name, status, fields, actions=actions, note=note, waits=waiting
    )


@router.post("/{refund_id}/confirm")
async def confirm(
    request: Request,
    refund_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    paid_on: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
) -> Response:
    command = ConfirmRefund.model_validate({"paid_on": paid_on, "reference": reference or None})
    await gateway.post("collections", f"/refunds/{refund_id}/confirm", command, key=key)
    return done(request, f"/refunds/{refund_id}", text("message.confirm_refund", person.lang))


@router.post("/{refund_id}/reject")
async def reject(
    request: Request, refund_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    await gateway.post("collections", f"/refunds/{refund_id}/reject", RejectRefund(reason=reason), key=key)
    return done(request, f"/refunds/{refund_id}", text("message.reject_refund", person.lang))


@router.post("/{refund_id}/withdraw")
async def withdraw(request: Request, refund_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/refunds/{refund_id}/withdraw", None, key=key)
    return done(request, f"/refunds/{refund_id}", text("message.withdraw", person.lang))


def rows_of(found: Sequence[RefundView]) -> list[tuple[Cell, ...]]:
    """Of a list."""
    return [
        (
            Link(item.number, f"/refunds/{item.id}"),
            chip("refund", item.status),
            item.customer_name,
            Link(item.payment_number, f"/payments/{item.payment_id}"),
            item.amount,
            item.requested_at,
            item.paid_on,
        )
        for item in found
    ]


def _actions(seen: RefundView, person: Person) -> list[Action]:
    if seen.status is not RefundStatus.REQUESTED:
        return []
    path, mine = f"/refunds/{seen.id}", seen.requested_by == person.id
    actions = [Action("withdraw", f"{path}/withdraw", weight="danger")] if mine else []
    if person.may(Role.FINANCE):
        sent = (Input("paid_on", "date"), Input("reference", required=False))
        confirming = [] if mine else [Action("confirm_refund", f"{path}/confirm", sent, "primary")]  # COL-53
        actions = [*confirming, Action("reject_refund", f"{path}/reject", (Input("reason"),), "danger"), *actions]
    return actions
