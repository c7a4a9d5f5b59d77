"""Where is this business number, what has happened to it, and what comes next?"""

from asyncio import gather
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.agreeing import HOMES, asked_about
from console.pages.answer import page
from console.session import Person, Reader
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState
from messages.base import Page
from messages.insights.views import Found, TimelineEntry

router = APIRouter()

# Which process carries a kind of record (the ids are those of workflows/README.md).
PROCESSES = {
    "registration": "opportunity-registration",
    "contract": "contract-approval",
    "order": "order-to-cash",
}
READERS = ("ops", "admin", "director", "sales_manager", "finance", "order_admin", "legal")
MOST_PAGES = 5  # of the timeline; a sale is told in fewer facts


@dataclass(frozen=True)
class ProcessShown:
    """One process of the sale: does it run, and why does it wait?"""

    name: str  # of its workflow
    number: str
    status: str
    waiting: list[str]
    ui: str


@router.get("/find")
async def find(request: Request, person: Reader, house: House, number: str = "") -> Response:
    """A number leads to its record, its processes and its whole history."""
    wanted = number.strip()[:200]
    found = await _found(house, wanted) if wanted else None
    entries = await _entries(house, found.id) if found else []
    processes, asked = await gather(_processes(house, person, entries), _pending(house, entries))
    told: dict[str, Any] = {"found": found, "entries": entries, "processes": processes, "asked": asked}
    return page(request, "find/page.html", person, number=wanted, **told)


@router.get("/timeline/{id}")
async def timeline(request: Request, id: UUID, person: Reader, house: House) -> Response:
    """The history of one record, for its page."""
    return page(request, "find/timeline.html", person, entries=await _entries(house, id))


@router.get("/records/{kind}/{id}")
async def record(kind: str, id: UUID) -> Response:
    return RedirectResponse(f"/{HOMES[kind]}/{id}" if kind in HOMES else f"/find?number={id}", 303)


async def _found(house: HouseClient, wanted: str) -> Found | None:
    try:
        return await house.find("insights", "/find", Found, number=wanted)
    except ServiceSaysNo as no:
        if no.status == 422:  # nothing has such a number
            return None
        raise


async def _entries(house: HouseClient, id: UUID) -> list[TimelineEntry]:
    """Oldest first."""
    entries: list[TimelineEntry] = []
    cursor = None
    for _ in range(MOST_PAGES):
        told = await house.find("insights", "/timeline", Page[TimelineEntry], id=id, limit=100, cursor=cursor)
        entries += told.items if told else []
        cursor = told.next if told else None
        if cursor is None:
            break
    return entries


async def _pending(house: HouseClient, entries: list[TimelineEntry]) -> list[RequestView]:
    """Who has it now, where somebody has to agree."""
    records = dict.fromkeys(one.id for one in entries if one.kind in PROCESSES)
    asked = await gather(*(asked_about(house, id) for id in records))
    return [one for one in asked if one and one.state is RequestState.PENDING]


async def _processes(house: HouseClient, person: Person, entries: list[TimelineEntry]) -> list[ProcessShown]:
    """In the order in which they began."""
    if not person.may(*READERS):
        return []
    records = {one.id: (one.kind, one.number or "") for one in entries if one.kind in PROCESSES}
    shown = await gather(*(_process(house, kind, id, number) for id, (kind, number) in records.items()))
    return [one for one in shown if one]


async def _process(house: HouseClient, kind: str, id: UUID, number: str) -> ProcessShown | None:
    """What it says of itself; the page does without while Temporal is away."""
    try:
        seen = await house.find("worker", f"/processes/{PROCESSES[kind]}/{id}", dict[str, Any])
    except ServiceSaysNo:
        return None
    if seen is None:
        return None
    waiting = [str(one["text"]) for one in seen.get("waiting_for", [])]
    return ProcessShown(str(seen["process"]), number, str(seen["status"]), waiting, str(seen.get("ui") or ""))
