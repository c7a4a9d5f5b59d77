"""Where is this business number, and what has happened to it?"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.house import House, ServiceSaysNo
from console.pages.answer import page
from console.session import Person, Reader
from messages.approvals.parts import Why
from messages.base import Page
from messages.insights.views import Found, TimelineEntry

router = APIRouter()

# Which list a kind of record belongs to.
HOMES = {
    "lead": "leads",
    "customer": "customers",
    "opportunity": "opportunities",
    "registration": "registrations",
    "contract": "contracts",
    "order": "orders",
    "shipment": "shipments",
    "receivable": "receivables",
    "payment": "payments",
    "invoice": "invoices",
    "request": "requests",
    "task": "tasks",
}


@dataclass(frozen=True)
class ProcessShown:
    kind: str
    status: str
    running: bool
    waiting: list[Why]
    ui: str | None


@router.get("/find")
async def find(request: Request, person: Reader, house: House, number: str = "") -> Response:
    """A number leads to its record, its process and its whole history."""
    wanted = number.strip()
    found = await house.find("insights", "/find", Found, number=wanted) if wanted else None
    entries, process = await _history(house, person, found.id) if found else ([], None)
    return page(request, "find/page.html", person, number=wanted, found=found, entries=entries, process=process)


@router.get("/timeline/{id}")
async def timeline(request: Request, id: UUID, person: Reader, house: House) -> Response:
    entries, process = await _history(house, person, id)
    return page(request, "find/timeline.html", person, entries=entries, process=process)


@router.get("/records/{kind}/{id}")
async def record(kind: str, id: UUID) -> Response:
    return RedirectResponse(f"/{HOMES[kind]}/{id}" if kind in HOMES else f"/find?number={id}", 303)


async def _history(house: House, person: Person, id: UUID) -> tuple[list[TimelineEntry], ProcessShown | None]:
    told = await house.get("insights", "/timeline", Page[TimelineEntry], id=id, limit=100)
    found = await house.find("insights", "/find", Found, number=str(id))
    if (
        found is None
        or found.process_id is None
        or not person.may("ops", "admin", "director", "finance", "sales_manager")
    ):
        return told.items, None
    return told.items, await _process(house, found.process_id)


async def _process(house: House, process_id: str) -> ProcessShown | None:
    """Why it waits, from the process itself; the page does without while Temporal is away."""
    try:
        seen = await house.find("worker", f"/processes/{process_id}", dict[str, Any])
    except ServiceSaysNo:
        return None
    if seen is None:
        return None
    waiting = [Why(code=one["code"], params=one.get("params", {})) for one in seen.get("waiting_for", [])]
    running = seen["status"] == "RUNNING"
    return ProcessShown(process_id.split("/")[0], seen["status"], running, waiting, seen.get("ui"))
