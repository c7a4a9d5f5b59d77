"""What waits for me?"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import httpx
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.answer import more, page
from console.session import Reader, SignInNeeded
from messages.approvals.tasks import InboxCounts, InboxPage

router = APIRouter()

SHOWS = ("mine", "groups", "substitute", "done", "started", "copied")
OPEN = ("mine", "groups", "substitute")  # what can be decided here, several at once
KINDS = ("registration", "contract", "order", "payment", "invoice")
SUBJECTS = ["approvals.task.", "approvals.step.", "approvals.todo.", "approvals.request."]
PAUSE_S = 0.3  # many facts at once make one look
LEFT = (httpx.TransportError, ServiceSaysNo, SignInNeeded)


@router.get("/")
async def inbox(
    request: Request,
    person: Reader,
    house: House,
    show: str = "mine",
    kind: str = "",
    overdue: bool = False,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
) -> Response:
    """`show` is the tab; `kind`, `overdue` and `q` narrow it."""
    chosen = show if show in SHOWS else "mine"
    wanted = {"kind": kind, "overdue": "true" if overdue else "", "q": q.strip()}
    asked = {name: value for name, value in wanted.items() if value}
    found = await house.get("approvals", "/inbox", InboxPage, filter=chosen, cursor=cursor, **asked)
    counts = found.counts or (await house.get("approvals", "/inbox", InboxPage, filter="mine", limit=1)).counts
    shown = Shown(
        chosen=chosen, tabs=[(name, f"/?show={name}", name == chosen) for name in SHOWS], counts=counts,
        kind=kind, overdue=overdue, q=q.strip(), bulk=chosen in OPEN,
        live=_mark(found) if chosen == "mine" and cursor is None and not asked else "",
        more=more(found, "/", show=chosen, **asked),
    )  # fmt: skip
    return page(request, "inbox/page.html", person, inbox=found, shown=shown, kinds=KINDS)


@dataclass(frozen=True)
class Shown:
    """What the page shows around the cards."""

    chosen: str
    tabs: Sequence[tuple[str, str, bool]]
    counts: InboxCounts | None
    kind: str
    overdue: bool
    q: str
    bulk: bool
    live: str  # what is seen, so that only changes are told
    more: str | None

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.overdue or self.q)

    def count(self, tab: str) -> int | None:
        return getattr(self.counts, tab, None) if self.counts else None


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
