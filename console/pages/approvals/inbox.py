"""What waits for me?"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import httpx
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from console.pages.customers.panels import hot_customers
from console.pages.parts.live_notices import WRITTEN, is_for
from console.pages.parts.responses import more, page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Reader, SignInNeeded
from messages.approvals.tasks import InboxCounts, InboxPage

router = APIRouter()

SHOWS = ("mine", "groups", "substitute", "done", "started", "copied")
OPEN = ("mine", "groups", "substitute")  # what can be decided here, several at once
KINDS = ("registration", "contract", "order", "payment", "invoice")
SUBJECTS = ["approvals.task.", "approvals.step.", "approvals.todo.", "approvals.request.", WRITTEN]
PAUSE_S = 0.3  # many events at once make one look
DISCONNECTED = (httpx.TransportError, ServiceProblem, SignInNeeded)


@router.get("/")
async def inbox(
    request: Request,
    person: Reader,
    gateway: Gateway,
    show: str = "mine",
    kind: str = "",
    overdue: bool = False,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
) -> Response:
    """`show` is the tab; `kind`, `overdue` and `q` narrow it."""
    chosen = show if show in SHOWS else "mine"
    wanted = {"kind": kind, "overdue": "true" if overdue else "", "q": q.strip()}
    filters = {name: value for name, value in wanted.items() if value}
    found = await gateway.get("approvals", "/inbox", InboxPage, filter=chosen, cursor=cursor, **filters)
    counts = found.counts or (await gateway.get("approvals", "/inbox", InboxPage, filter="mine", limit=1)).counts
    shown = InboxFrame(
        chosen=chosen, tabs=[(name, f"/?show={name}", name == chosen) for name in SHOWS], counts=counts,
        kind=kind, overdue=overdue, q=q.strip(), bulk=chosen in OPEN,
        live=_mark(found) if chosen == "mine" and cursor is None and not filters else "",
        more=more(found, "/", show=chosen, **filters),
    )  # fmt: skip
    hot = await hot_customers(gateway, person) if chosen == "mine" and cursor is None and not filters else []
    return page(request, "approvals/inbox.html", person, inbox=found, shown=shown, kinds=KINDS, hot=hot)


@dataclass(frozen=True)
class InboxFrame:
    """What the page shows around the cards."""

    chosen: str
    tabs: Sequence[tuple[str, str, bool]]
    counts: InboxCounts | None
    kind: str
    overdue: bool
    q: str
    bulk: bool
    live: str  # what is seen, so that only changes are sent
    more: str | None

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.overdue or self.q)

    def count(self, tab: str) -> int | None:
        return getattr(self.counts, tab, None) if self.counts else None


@router.get("/inbox/stream")
async def inbox_stream(person: Reader, gateway: Gateway, seen: str = "") -> StreamingResponse:
    """Says `changed` when the reader's inbox is not as it was `seen`; the page then asks for it again."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_changes(gateway, seen, person.id), media_type="text/event-stream", headers=headers)


async def _changes(gateway: ServiceGateway, seen: str, person_id: UUID) -> AsyncIterator[str]:
    """Approvals publishes that something happened to somebody; only a change of this inbox is passed on, and that
    there is a notice (`noticed`): a page listens once."""
    yield "retry: 2000\n\n"
    looked_at, stirred, is_notice = 0.0, True, False
    try:
        async for line in gateway.listen("approvals", "/live", subject=SUBJECTS):
            if line.startswith(":"):
                yield ": beat\n\n"
            if is_notice and is_for(line, person_id):
                yield "event: noticed\ndata: 1\n\n"
            is_notice = line.startswith(f"event: {WRITTEN}") or (is_notice and line.startswith("data:"))
            stirred = stirred or (line.startswith("event:") and not is_notice)
            if not line and stirred:
                await asyncio.sleep(max(0.0, looked_at + PAUSE_S - time.monotonic()))
                looked_at, stirred = time.monotonic(), False
                now = _mark(await gateway.get("approvals", "/inbox", InboxPage, filter="mine"))
                if now != seen:
                    seen = now
                    yield "event: changed\ndata: 1\n\n"
    except DISCONNECTED:
        return  # the browser comes back by itself


def _mark(inbox: InboxPage) -> str:
    """Changes when what the page shows changes."""
    cards = [(str(item.task_id), item.state, item.decided, item.positions, str(item.due_at)) for item in inbox.items]
    return hashlib.sha256(repr((cards, inbox.counts)).encode()).hexdigest()[:16]
