"""What was I notified of, and what of it have I not read? The bell of every page."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from console.pages.parts.live_notices import WRITTEN, is_for
from console.pages.parts.responses import Key, done, more, page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader, SignInNeeded, language
from console.wording.rendering import render
from messages.approvals.notices import NoticeCount, NoticeView
from messages.base import Page

router = APIRouter(prefix="/notices")
HERE = "/notices"
DISCONNECTED = (httpx.TransportError, ServiceProblem, SignInNeeded)


@router.get("")
async def notices(
    request: Request, person: Reader, gateway: Gateway, unread: bool = False, cursor: str | None = None
) -> Response:
    chosen = "true" if unread else None
    found = await gateway.get("approvals", "/notices", Page[NoticeView], unread=chosen, cursor=cursor)
    count = await gateway.get("approvals", "/notices/count", NoticeCount)
    tabs = [("notices.all", HERE, not unread), ("notices.only_unread", f"{HERE}?unread=true", unread)]
    next_page = more(found, HERE, unread=chosen)
    values: dict[str, Any] = {
        "notices": found.items,
        "unread": count.unread,
        "only_unread": unread,
        "tabs": tabs,
        "next": next_page,
    }
    return page(request, "people/notices.html", person, **values)


@router.get("/bell")
async def bell(request: Request, person: Reader, gateway: Gateway) -> Response:
    """The piece of the head of every page; empty while approvals is away."""
    try:
        unread = (await gateway.get("approvals", "/notices/count", NoticeCount)).unread
    except (ServiceProblem, httpx.TransportError):
        unread = 0
    return HTMLResponse(render("parts/bell.html", language(request), person, unread=unread))


@router.get("/stream")
async def stream(person: Reader, gateway: Gateway) -> StreamingResponse:
    """Says `noticed` when there is something new for the reader, or he has read something elsewhere."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_noticed(gateway, person), media_type="text/event-stream", headers=headers)


async def _noticed(gateway: ServiceGateway, person: Person) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    try:
        async for line in gateway.listen("approvals", "/live", subject=[WRITTEN]):
            if line.startswith(":"):
                yield ": beat\n\n"
            elif is_for(line, person.id):
                yield "event: noticed\ndata: 1\n\n"
    except DISCONNECTED:
        return  # the browser comes back by itself


@router.post("/read")
async def read_all(request: Request, person: Reader, gateway: Gateway, key: Key) -> Response:
    await gateway.post("approvals", "/notices/read", None, NoticeCount, key=key)
    return done(request, HERE)


@router.post("/{notice_id}/read")
async def read(person: Reader, gateway: Gateway, notice_id: UUID, key: Annotated[str, Form()] = "") -> Response:
    """Read, and on to what it is about."""
    notice = await gateway.post("approvals", f"/notices/{notice_id}/read", None, NoticeView, key=key)
    return RedirectResponse(notice.path, 303)
