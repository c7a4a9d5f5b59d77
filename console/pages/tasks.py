"""What am I asked to sign or do, and what do I say?"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House, HouseClient, ServiceSaysNo
from console.pages import verbs
from console.pages.agreeing import HOMES, waits_for
from console.pages.answer import Key, done, page
from console.pages.request_files import brought
from console.refusals import page_again
from console.session import Person, Reader, language
from console.typed import Kept
from console.units import know_units
from messages.approvals.parts import About
from messages.approvals.requests import (
    ActView,
    ApproveTask,
    Decision,
    RejectTask,
    RequestView,
    ReturnTask,
    SignerView,
)
from messages.approvals.states import TaskKind, TaskState
from messages.approvals.tasks import FinishTodo, TaskView
from messages.texts import text

router = APIRouter()

VERBS: dict[str, type[Decision]] = {"approve": ApproveTask, "reject": RejectTask, "return": ReturnTask}
FIRST = ("total", "amount", "discount_percent", "customer", "oldest_days_late", "owed", "conflict_with")
MOST_FIRST = 3
CLOSED = "APP-3"  # the task is no longer open
TALK = ("audit.request.commented", "audit.task.ask", "audit.task.answer")


@dataclass(frozen=True)
class Shown:
    """One task or request as a page. `first` is what decides; `menu` what else one may do."""

    about: About
    requester: str
    task: TaskView | None = None
    request: RequestView | None = None
    history: Sequence[ActView] = ()
    menu: Sequence[tuple[str, str]] = ()  # the verb, the address of its form

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

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What has changed since the reader's own last word."""
        changed = self.task.changes if self.task else []
        return [{"field": one.field, "seen": one.before, "now": one.after} for one in changed]

    @property
    def has_record(self) -> bool:
        """Is there a page of the thing itself?"""
        return self.about.kind in HOMES

    @property
    def main(self) -> list[str]:
        return verbs.main_of(self.task) if self.task else []

    @property
    def mine(self) -> SignerView | None:
        """The reader as a signer: why he is asked."""
        steps = self.request.steps if self.request else []
        signers = (one for step in steps for one in step.signers)
        return next((one for one in signers if self.task and one.task_id == self.task.task_id), None)

    @property
    def talk(self) -> list[ActView]:
        return [one for one in self.history if one.act.code in TALK]

    @property
    def question(self) -> str:
        """What the reader was asked, where he was."""
        asked = [one for one in self.history if one.act.code in ("audit.task.ask", "audit.task.delegate")]
        return str(asked[-1].act.params.get("comment") or "") if asked else ""

    def names(self, lang: str) -> dict[str, str]:
        """Of the steps, by their keys."""
        if self.request is None:
            return {}
        names = {step.key: step.name for step in self.request.coming} | {
            one.key: one.name for one in self.request.steps
        }
        return {key: name.get(lang) or name.get("en") or key for key, name in names.items()}


@router.get("/tasks/{task_id}")
async def task_page(request: Request, task_id: UUID, person: Reader, house: House) -> Response:
    return await show_task(request, await house.get("approvals", f"/tasks/{task_id}", TaskView), person, house)


async def show_task(request: Request, task: TaskView, person: Person, house: HouseClient) -> Response:
    history, _ = await gather(_history(house, task.request_id), know_units(house))
    menu = [(name, _address(task, name)) for name in verbs.on_task(task, person)]
    shown = Shown(task.about, task.requester_name, task, task.request, history, menu)
    return page(request, "tasks/task.html", person, shown=shown)


async def show_request(request: Request, asked: RequestView, person: Person, house: HouseClient) -> Response:
    history, _ = await gather(_history(house, asked.id), know_units(house))
    offered = verbs.on_request(asked, person, concerned=verbs.takes_part(asked, person))
    menu = [(name, f"/requests/{asked.id}/act/{name}") for name in offered]
    shown = Shown(asked.about, asked.requester_name, request=asked, history=history, menu=menu)
    return page(request, "tasks/task.html", person, shown=shown)


def _address(task: TaskView, name: str) -> str:
    of_request = name in verbs.ON_REQUESTS
    return f"/requests/{task.request_id}/act/{name}" if of_request else f"/tasks/{task.task_id}/act/{name}"


async def _history(house: HouseClient, request_id: UUID | None) -> list[ActView]:
    """Oldest first."""
    if request_id is None:
        return []
    return await house.find("approvals", f"/requests/{request_id}/history", list[ActView]) or []


@router.post("/tasks/{task_id}/decide/{verb}")
async def decide(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    verb: Literal["approve", "reject", "return"],
    key: Key,
    content_hash: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
    to_step: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "",
    request_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """The hash is of the content that was on the page: a decision on anything else is refused (APP-2)."""
    back = {name: value for name, value in (("to_step", to_step), ("then", then)) if value and verb == "return"}
    files = await brought(request, house, request_id, key)
    said = VERBS[verb].model_validate({"content_hash": content_hash, "comment": comment.strip(), **back, **files})
    try:
        decided = await house.post("approvals", f"/tasks/{task_id}/{verb}", said, RequestView, key=f"{key}-{verb}")
    except ServiceSaysNo as no:
        newer = await _asked_anew(house, person, task_id) if no.rule == CLOSED else None
        if newer is None:
            raise
        return await _look_again(request, house, newer, verb, said)
    return done(request, "/", _told(verb, decided, person.lang))


@router.post("/tasks/{task_id}/done")
async def finish(request: Request, task_id: UUID, person: Reader, house: House, key: Key) -> Response:
    """A to-do that nobody but its doer can know about."""
    await house.post("approvals", f"/tasks/{task_id}/done", FinishTodo(), key=key)
    return done(request, "/", text("told.done", person.lang))


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
    kept = Kept(f"/tasks/{newer}/decide/{verb}", {"comment": [said.comment]})
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
