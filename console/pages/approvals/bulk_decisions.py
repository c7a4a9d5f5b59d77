"""How are many tasks decided at once, each seen first, and each with its own result?"""

from asyncio import gather
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from console.pages.approvals.task_page import ApprovalPage
from console.pages.parts.responses import Key, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from messages.approvals.acts import DecidedItem, DecideItem, DecideMany
from messages.approvals.tasks import TaskView

router = APIRouter(prefix="/bulk")
MOST = 100
AT_ONCE = 10  # so that one sees how it goes on


@dataclass(frozen=True)
class Wanted:
    """One of many, as the form carries it: the task, what was seen, and how people call it."""

    task: UUID
    content_hash: str
    called: str

    @classmethod
    def read(cls, written: str) -> "Wanted":
        task, content_hash, called = written.split(" ", 2)
        return cls(UUID(task), content_hash, called)

    def __str__(self) -> str:
        return f"{self.task} {self.content_hash} {self.called}"


@router.get("")
async def look(
    request: Request,
    person: Reader,
    gateway: Gateway,
    task: Annotated[list[UUID] | None, Query(max_length=MOST)] = None,
) -> Response:
    """What is about to be decided, with the figures that matter; nothing is decided that was not shown."""
    if not task:
        return RedirectResponse("/", 303)
    found = await _seen(gateway, task)
    ready = [one for one in found if "approve" in one.may]
    shown = [ApprovalPage(one.about, one.requester_name, one, one.request) for one in ready]
    gone = [one for one in found if "approve" not in one.may]
    must = sorted({verb for one in ready for verb in one.comment_for if verb in ("approve", "reject")})
    return page(request, "approvals/bulk.html", person, shown=shown, gone=gone, must=must)


@router.post("/decide")
async def decide(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    verb: Annotated[Literal["approve", "reject"], Form()],
    item: Annotated[list[str] | None, Form(max_length=MOST)] = None,
    comment: Annotated[str, Form()] = "",
    total: Annotated[int, Form(ge=0, le=MOST)] = 0,
    decided: Annotated[int, Form(ge=0, le=MOST)] = 0,
) -> Response:
    """The next ten; the page asks for the rest by itself, or by its button."""
    wanted = [Wanted.read(one) for one in item or ()]
    now, rest = wanted[:AT_ONCE], wanted[AT_ONCE:]
    results: list[tuple[Wanted, DecidedItem]] = []
    if now:
        items = [DecideItem(task_id=one.task, content_hash=one.content_hash) for one in now]
        command = DecideMany(verb=verb, items=items, comment=comment.strip())
        decisions = await gateway.post("approvals", "/tasks/decide", command, list[DecidedItem], key=f"{key}-{decided}")
        names = {one.task: one for one in now}
        results = [(names[decision.task_id], decision) for decision in decisions]
    values: dict[str, Any] = {
        "verb": verb, "comment": comment, "results": results, "rest": rest, "form_key": key,
        "total": total or len(wanted), "decided": decided + len(now),
    }  # fmt: skip
    piece = request.headers.get("hx-request") == "true"
    return page(request, "approvals/bulk_results.html" if piece else "approvals/bulk_done.html", person, **values)


async def _seen(gateway: ServiceGateway, tasks: list[UUID]) -> list[TaskView]:
    found: list[TaskView] = []
    for start in range(0, len(tasks), AT_ONCE):
        some = tasks[start : start + AT_ONCE]
        seen = await gather(*(gateway.find("approvals", f"/tasks/{one}", TaskView) for one in some))
        found += [one for one in seen if one]
    return found
