"""What waits for me?"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.answer import more, page
from console.session import Reader, SignInNeeded
from messages.approvals.tasks import InboxPage

router = APIRouter()

SHOWS = ("mine", "done", "started")
SUBJECTS = ["approvals.task.", "approvals.step.", "approvals.todo.", "approvals.request."]
PAUSE_S = 0.3  # many facts at once make one look
LEFT = (httpx.TransportError, ServiceSaysNo, SignInNeeded)


@router.get("/")
async def inbox(
    request: Request, person: Reader, house: House, show: str = "mine", cursor: str | None = None
) -> Response:
    chosen = show if show in SHOWS else "mine"
    found = await house.get("approvals", "/inbox", InboxPage, filter=chosen, cursor=cursor)
    filters = [(f"inbox.{name}", f"/?show={name}", name == chosen) for name in SHOWS]
    live = _mark(found) if chosen == "mine" and cursor is None else ""
    following = more(found, "/", show=chosen)
    return page(
        request, "inbox/page.html", person, inbox=found, filters=filters, live=live, chosen=chosen, more=following
    )


@router.get("/inbox/stream")
async def inbox_stream(person: Reader, house: House, seen: str = "") -> StreamingResponse:
    """Says `changed` when the reader's inbox is not as it was `seen`; the page then asks for it again."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_changes(house, seen), media_type="text/event-stream", headers=headers)


async def _changes(house: HouseClient, seen: str) -> AsyncIterator[str]:
    """Approvals tells that something happened to somebody; only a change of this inbox is passed on."""
    yield "retry: 2000\n\n"
    looked_at, stirred = 0.0, True
    try:
        async for line in house.listen("approvals", "/live", subject=SUBJECTS):
            if line.startswith(":"):
                yield ": beat\n\n"
            stirred = stirred or line.startswith("event:")
            if not line and stirred:
                await asyncio.sleep(max(0.0, looked_at + PAUSE_S - time.monotonic()))
                looked_at, stirred = time.monotonic(), False
                now = _mark(await house.get("approvals", "/inbox", InboxPage, filter="mine"))
                if now != seen:
                    seen = now
                    yield "event: changed\ndata: 1\n\n"
    except LEFT:
        return  # the browser comes back by itself


def _mark(inbox: InboxPage) -> str:
    """Changes when what the page shows changes."""
    told = [(str(item.task_id), item.state, item.decided, item.asked, str(item.due_at)) for item in inbox.items]
    return hashlib.sha256(repr((told, inbox.counts)).encode()).hexdigest()[:16]
