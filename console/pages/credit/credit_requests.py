"""What do people see of requests for credit, and what may they do with them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.credit.standings import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, address, done, list_page, more, record_page, status_filters
from console.pages.parts.status_chips import chip
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link, Listing, Record, Wait, Worded
from messages.base import Page
from messages.collections.grading.requests import (
    CreditRequestKind,
    CreditRequestStatus,
    CreditRequestView,
    DecideCreditRequest,
    RejectCreditRequest,
    RequestRelease,
)
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/credit-requests")

COLUMNS = ("number", "status", "credit_request", "customer", "limit_before", "credit_limit", "order", "requested_at")
PAGE = 50


@router.get("")
async def credit_requests(
    request: Request,
    person: Reader,
    gateway: Gateway,
    status: CreditRequestStatus | None = None,
    cursor: str | None = None,
) -> Response:
    query = {"status": status, "cursor": cursor, "limit": PAGE}
    found = await gateway.get("collections", "/credit-requests", Page[CreditRequestView], **query)
    rows = [
        (
            Link(one.number, f"/credit-requests/{one.id}"),
            chip("credit_request", one.status),
            Worded(f"credit_request.{one.kind}"),
            one.customer_name,
            one.limit_before,
            one.limit,
            one.order_number,
            one.requested_at,
        )
        for one in found.items
    ]
    listing = Listing(
        "nav.credit_requests",
        COLUMNS,
        rows,
        more(found, "/credit-requests", status=status),
        status_filters("credit_request", CreditRequestStatus, "/credit-requests", status),
        tabs("credit_requests"),
        empty="empty.credit_requests",
        all=address("/credit-requests", {}) if status else "",
    )
    return list_page(request, person, listing)


@router.get("/{request_id}")
async def credit_request(request: Request, request_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await credit_request_record(gateway, request_id, person))


async def credit_request_record(gateway: ServiceGateway, request_id: UUID, person: Person) -> Record:
    """What a page shows of it, and what the reader may do with it."""
    seen = await gateway.get("collections", f"/credit-requests/{request_id}", CreditRequestView)
    fields: list[Field] = [
        ("credit_request", Worded(f"credit_request.{seen.kind}")),
        ("customer", Link(seen.customer_name, f"/credit/{seen.customer_id}")),
    ]
    if seen.order_id:
        fields.append(("order", Link(seen.order_number, f"/orders/{seen.order_id}")))
    else:
        none = Worded("console.no_limit")
        fields += [("limit_before", seen.limit_before or none), ("credit_limit", seen.limit or none)]
    fields += [(name, getattr(seen, name)) for name in ("reason", "requested_at", "decided_at")]
    if seen.guidance:
        fields.append(("guidance", seen.guidance))
    open_ = seen.status is CreditRequestStatus.REQUESTED
    asked = [Wait(Worded("wait.credit_request"), role=Role.FINANCE)] if open_ else []
    return Record(
        "credit_request",
        seen.id,
        seen.number,
        seen.customer_name,
        chip("credit_request", seen.status),
        fields,
        actions=_actions(seen, person) if open_ else (),
        waits=await waits(gateway, [seen.id], otherwise=asked),
    )


def _actions(seen: CreditRequestView, person: Person) -> list[Action]:
    path, mine = f"/credit-requests/{seen.id}", seen.requested_by == person.id
    act = "confirm_limit" if seen.kind is CreditRequestKind.LIMIT else "confirm_release"
    actions = []
    if may_act(person, act):
        if not mine:  # COL-180
            comment = (Input("comment", "area", required=False),)
            actions.append(Action(act, f"{path}/confirm", comment, "primary", sure=f"sure.{act}"))
        actions.append(Action("reject_credit_request", f"{path}/reject", (Input("reason", "area"),), "danger"))
    if mine:
        actions.append(Action("withdraw", f"{path}/withdraw", weight="danger"))
    return actions


@router.post("/release/{order_id}")
async def request_release(
    request: Request, order_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    command = RequestRelease(order_id=order_id, reason=reason)
    made = await gateway.post(
        "collections", "/credit-requests/request-release", command, view=CreditRequestView, key=key
    )
    return done(request, f"/credit-requests/{made.id}", text("message.request_release", person.lang))


@router.post("/{request_id}/confirm")
async def confirm(
    request: Request, request_id: UUID, gateway: Gateway, person: Reader, key: Key, comment: Annotated[str, Form()] = ""
) -> Response:
    command = DecideCreditRequest(comment=comment)
    await gateway.post("collections", f"/credit-requests/{request_id}/confirm", command, key=key)
    return done(request, f"/credit-requests/{request_id}", text("message.confirm_credit_request", person.lang))


@router.post("/{request_id}/reject")
async def reject(
    request: Request, request_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Annotated[str, Form()] = ""
) -> Response:
    command = RejectCreditRequest(reason=reason)
    await gateway.post("collections", f"/credit-requests/{request_id}/reject", command, key=key)
    return done(request, f"/credit-requests/{request_id}", text("message.reject_credit_request", person.lang))


@router.post("/{request_id}/withdraw")
async def withdraw(request: Request, request_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/credit-requests/{request_id}/withdraw", None, key=key)
    return done(request, f"/credit-requests/{request_id}", text("message.withdraw", person.lang))
