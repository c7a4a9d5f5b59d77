"""Where is this business number, what has happened to it, and what comes next?"""

from asyncio import gather
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from console.pages.find.timeline import entries_of
from console.pages.parts.navigation import may_open
from console.pages.parts.pending_approval import HOMES, newest_request_about
from console.pages.parts.responses import page
from console.pages.parts.waiting import waits
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader
from console.wording.words import Words
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState, StepState
from messages.insights.views import ChainLink, Found, TimelineEntry
from messages.roles import Role
from messages.texts import text

router = APIRouter()

# Which process carries a kind of record (the ids are those of workflows/README.md).
PROCESSES = {
    "registration": "opportunity-registration",
    "contract": "contract-approval",
    "order": "order-to-cash",
}
READERS = (Role.OPS, Role.ADMIN, Role.DIRECTOR, Role.SALES_MANAGER, Role.FINANCE, Role.ORDER_ADMIN, Role.LEGAL)


@dataclass(frozen=True)
class ProcessShown:
    """One process of the sale: does it run, and why does it wait?"""

    name: str  # of its workflow
    number: str
    status: str
    waiting: list[dict[str, Any]]
    ui: str


@router.get("/find")
async def find(request: Request, person: Reader, gateway: Gateway, number: str = "") -> Response:
    """A number leads to its record, its processes and its whole history."""
    wanted = number.strip()[:200]
    found = await _found(gateway, wanted) if wanted else None
    entries = await entries_of(gateway, found.id) if found else []
    chain = await gateway.find("insights", "/chain", list[ChainLink], id=found.id) if found else None
    processes, pending = await gather(_processes(gateway, person, entries), _pending(gateway, entries))
    why = await waits(gateway, dict.fromkeys(entry.id for entry in entries), *pending) if entries else []
    steps = _open_steps(pending, person.lang)
    shown: dict[str, Any] = {"found": found, "entries": entries, "pending": pending, "why": why}
    shown["opens"] = found is not None and may_open(person, found.kind)
    shown["chain"] = [(one, may_open(person, one.kind)) for one in chain or []]  # others are called by their numbers
    shown["processes"] = [(one, [_why(row, steps, person.lang) for row in one.waiting]) for one in processes]
    return page(request, "find/search.html", person, number=wanted, **shown)


@router.get("/records/{kind}/{id}")
async def record(kind: str, id: UUID) -> Response:
    return RedirectResponse(f"/{HOMES[kind]}/{id}" if kind in HOMES else f"/find?number={id}", 303)


async def _found(gateway: ServiceGateway, wanted: str) -> Found | None:
    try:
        return await gateway.find("insights", "/find", Found, number=wanted)
    except ServiceProblem as problem:
        if problem.status == 422:  # nothing has such a number
            return None
        raise


async def _pending(gateway: ServiceGateway, entries: list[TimelineEntry]) -> list[RequestView]:
    """Who has it now, where somebody has to agree."""
    records = dict.fromkeys(entry.id for entry in entries if entry.kind in PROCESSES)
    newest = await gather(*(gateway.part("approvals", newest_request_about(gateway, id)) for id in records))
    return [one for one in newest if one and one.state is RequestState.PENDING]


def _open_steps(pending: list[RequestView], lang: str) -> dict[str, list[str]]:
    """What the steps are called that a request waits for, by its id."""
    words = Words(lang, "UTC")
    return {
        str(one.id): [words.named(step.name, step.key) for step in one.steps if step.state is StepState.OPEN]
        for one in pending
    }


def _why(row: dict[str, Any], steps: dict[str, list[str]], lang: str) -> str:
    """A process knows the steps of an approval by their keys."""
    names = steps.get(str(row["params"].get("request_id")))
    return text(str(row["code"]), lang, **{**row["params"], "steps": names}) if names else str(row["text"])


async def _processes(gateway: ServiceGateway, person: Person, entries: list[TimelineEntry]) -> list[ProcessShown]:
    """In the order in which they began."""
    if not person.may(*READERS):
        return []
    records = {entry.id: (entry.kind, entry.number or "") for entry in entries if entry.kind in PROCESSES}
    shown = await gather(*(_process(gateway, kind, id, number) for id, (kind, number) in records.items()))
    return [one for one in shown if one]


async def _process(gateway: ServiceGateway, kind: str, id: UUID, number: str) -> ProcessShown | None:
    """What it says of itself; the page does without while Temporal is away."""
    asking = gateway.find("worker", f"/processes/{PROCESSES[kind]}/{id}", dict[str, Any])
    try:
        seen = await gateway.part("worker", asking)
    except ServiceProblem:
        return None
    if seen is None:
        return None
    waiting = list(seen.get("waiting_for", []))
    return ProcessShown(str(seen["process"]), number, str(seen["status"]), waiting, str(seen.get("ui") or ""))
