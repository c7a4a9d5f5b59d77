"""What am I asked to sign or do, and what do I say?"""

from asyncio import gather
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.agreeing import waits_for
from console.pages.answer import Key, done, page
from console.refusals import page_again
from console.session import Person, Reader, language
from console.typed import Kept
from messages.approvals.parts import About
from messages.approvals.people import PersonView
from messages.approvals.requests import (
    ApproveTask,
    Decision,
    RejectTask,
    RequestView,
    ReturnTask,
    TransferTask,
    WithdrawRequest,
)
from messages.approvals.states import RequestState, TaskKind, TaskState
from messages.approvals.tasks import FinishTodo, TaskView
from messages.base import Page
from messages.texts import text

router = APIRouter()

VERBS: dict[str, type[Decision]] = {"approve": ApproveTask, "reject": RejectTask, "return": ReturnTask}
FIRST = ("total", "amount", "discount_percent", "customer", "oldest_days_late", "owed", "conflict_with")
MOST_FIRST = 3
CLOSED = "APP-3"  # the task is no longer open


@dataclass(frozen=True)
class Shown:
    """One task or request as a page. `first` is what decides; `changed` what is not as the reader saw it."""

    about: About
    requester: str
    task: TaskView | None = None
    request: RequestView | None = None
    colleagues: tuple[tuple[UUID, str], ...] = ()
    may_withdraw: bool = False

    @property
    def first(self) -> list[tuple[str, Any]]:
        """The few figures to look at before anything else, but what the title says."""
        content: Mapping[str, Any] = self.request.content if self.request else {}
        said = [(name, content[name]) for name in FIRST if content.get(name) not in (None, "", 0)]
        return [(name, value) for name, value in said if str(value) not in self.about.title][:MOST_FIRST]

    @property
    def others(self) -> list[str]:
        """Who still has to agree besides the reader."""
        return waits_for(self.request, but=self.task.task_id) if self.request and self.task else []

    @property
    def is_done_elsewhere(self) -> bool:
        """A process looks whether the thing itself was done, and closes the to-do then."""
        return self.task is not None and self.task.kind is TaskKind.TODO and self.task.process_id is not None


@router.get("/tasks/{task_id}")
async def task_page(request: Request, task_id: UUID, person: Reader, house: House) -> Response:
    task, colleagues = await gather(
        house.get("approvals", f"/tasks/{task_id}", TaskView),
        _colleagues(house, person),
    )
    shown = Shown(task.about, task.requester_name, task, task.request, colleagues)
    return page(request, "tasks/task.html", person, shown=shown)


@router.get("/requests/{request_id}")
async def request_page(request: Request, request_id: UUID, person: Reader, house: House) -> Response:
    asked = await house.get("approvals", f"/requests/{request_id}", RequestView)
    mine = asked.requester_id == person.id and asked.state in (RequestState.PENDING, RequestState.RETURNED)
    shown = Shown(asked.about, asked.requester_name, request=asked, may_withdraw=mine and asked.process_id is None)
    return page(request, "tasks/task.html", person, shown=shown)


@router.post("/tasks/{task_id}/decide")
async def decide(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    verb: Annotated[str, Form(pattern="^(approve|reject|return)$")],
    key: Key,
    content_hash: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
) -> Response:
    """The hash is of the content that was on the page: a decision on anything else is refused (APP-2)."""
    said = VERBS[verb](content_hash=content_hash, comment=comment)
    try:
        decided = await house.post("approvals", f"/tasks/{task_id}/{verb}", said, RequestView, key=f"{key}-{verb}")
    except ServiceSaysNo as no:
        newer = await _asked_anew(house, person, task_id) if no.rule == CLOSED else None
        if newer is None:
            raise
        return await _look_again(request, house, newer, verb, said)
    return done(request, "/", _told(verb, decided, person.lang))


@router.post("/tasks/{task_id}/transfer")
async def transfer(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    to: Annotated[UUID, Form()],
    key: Key,
    comment: Annotated[str, Form()] = "",
) -> Response:
    await house.post("approvals", f"/tasks/{task_id}/transfer", TransferTask(to=to, comment=comment), key=key)
    return done(request, "/", text("told.transfer", person.lang))


@router.post("/tasks/{task_id}/done")
async def finish(request: Request, task_id: UUID, person: Reader, house: House, key: Key) -> Response:
    """A to-do that nobody but its doer can know about."""
    await house.post("approvals", f"/tasks/{task_id}/done", FinishTodo(), key=key)
    return done(request, "/", text("told.done", person.lang))


@router.post("/requests/{request_id}/withdraw")
async def withdraw(request: Request, request_id: UUID, person: Reader, house: House, key: Key) -> Response:
    await house.post("approvals", f"/requests/{request_id}/withdraw", WithdrawRequest(), key=key)
    return done(request, f"/requests/{request_id}", text("told.withdraw", person.lang))


async def _asked_anew(house: HouseClient, person: Person, task_id: UUID) -> UUID | None:
    """The open task of the same person in the same request, where that was submitted again."""
    task = await house.find("approvals", f"/tasks/{task_id}", TaskView)
    signers = [one for step in task.request.steps for one in step.signers] if task and task.request else []
    mine = [one.task_id for one in signers if one.state is TaskState.OPEN and one.person_id == person.id]
    return mine[0] if mine else None


async def _look_again(request: Request, house: HouseClient, newer: UUID, verb: str, said: Decision) -> Response:
    """The newer task with what was typed, and with what has changed: only approvals knows what was seen before."""
    told: dict[str, Any] = {"tone": "bad", "text": text("console.asked_anew", language(request))}
    asked = await house.get("approvals", f"/tasks/{newer}", TaskView)
    if asked.request and asked.request.content_hash != said.content_hash:
        try:
            await house.post("approvals", f"/tasks/{newer}/{verb}", said)
        except ServiceSaysNo as no:
            told |= {"text": no.text, "differences": no.params.get("differences") or []}
    kept = Kept(f"/tasks/{newer}/decide", {"comment": [said.comment]})
    return await page_again(request, f"/tasks/{newer}", told, status=409, kept=kept)


def _told(verb: str, decided: RequestView, lang: str) -> str:
    """What was done, and what comes of it."""
    said = text(f"told.{verb}", lang)
    if decided.outcome:
        outcome = text(f"status.outcome.{decided.outcome}", lang)
        return f"{said} {text('console.settled', lang, number=decided.about.number, outcome=outcome)}"
    names = waits_for(decided)
    return f"{said} {text('console.waits_for', lang, names=_list(names, lang))}" if names else said


def _list(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)


async def _colleagues(house: HouseClient, person: Person) -> tuple[tuple[UUID, str], ...]:
    """Who a task may be handed to."""
    people = await house.get("approvals", "/people", Page[PersonView], limit=100)
    return tuple((one.id, one.name) for one in people.items if one.active and one.id != person.id)
