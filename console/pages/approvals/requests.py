"""How does a request stand, for who asked for it and for operators; found by its number?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from console.pages.approvals.task_page import show_request
from console.pages.parts.responses import list_page, more, status_filters
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Reader
from console.view_models import Link, Listing
from console.wording.words import Words
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState
from messages.base import Page

router = APIRouter(prefix="/requests")


@router.get("")
async def listed(
    request: Request,
    person: Reader,
    gateway: Gateway,
    q: Annotated[str, Query(max_length=200)] = "",
    status: RequestState | None = None,
    cursor: str | None = None,
) -> Response:
    """A number leads to its request; where it was put before the approvers several times, to all of them."""
    number = q.strip()
    found = await gateway.get(
        "approvals", "/requests", Page[RequestView], number=number or None, state=status, cursor=cursor, limit=50
    )
    if number and len(found.items) == 1:
        return RedirectResponse(f"/requests/{found.items[0].id}", 303)
    words = Words(person.lang, person.tz)
    rows = [
        (
            Link(item.about.number, f"/requests/{item.id}"), chip("request", item.state), words.prose(item.about.title),
            item.requester_name, item.opened_at, item.settled_at,
        )
        for item in found.items
    ]  # fmt: skip
    listing = Listing(
        title="nav.requests",
        columns=("number", "status", "about", "requester", "submitted_at", "settled_at"),
        rows=rows,
        next=more(found, "/requests", q=number, status=status),
        filters=status_filters("request", RequestState, "/requests", status, q=number),
        empty="empty.requests",
        search=number,
    )
    return list_page(request, person, listing)


@router.get("/{request_id}")
async def shown(request: Request, request_id: UUID, person: Reader, gateway: Gateway) -> Response:
    approval_request = await gateway.get("approvals", f"/requests/{request_id}", RequestView)
    return await show_request(request, approval_request, person, gateway)
