"""What may somebody do about a task or a request besides deciding it, and what does each need to be told?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request

from console.session import Person
from console.typed import whole
from messages.approvals.acts import (
    AddSigners,
    AnswerTask,
    AskAbout,
    ClaimTask,
    CommentRequest,
    CopyRequest,
    DelegateTask,
    MoveRequest,
    NudgeRequest,
    RemoveSigner,
    ResolveAgain,
    TakeBack,
)
from messages.approvals.requests import EditTask, RequestView, ReturnTask, SignerView, TransferTask, WithdrawRequest
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.approvals.tasks import TaskView
from messages.base import Command

OPERATORS = ("ops", "admin")
LIVE = (TaskState.OPEN, TaskState.WAITING)
MAIN = ("approve", "reject", "return", "answer", "done")  # the two that come first are the big ones
EDITED = "c_"  # before the names of fields that are edited
CHOSEN = ("how", "mode", "step", "to_step", "then", "content_hash")  # fields that one chooses, besides people


@dataclass(frozen=True)
class Verb:
    """Its words are `button.<name>`, `sure.<name>` (what will happen) and `done.<name>` (what has)."""

    name: str
    command: type[Command]
    path: str  # of the route, after the task or request
    people: str = ""  # the field that names people; `to` names one
    comment: str = "may"  # must, may or never
    stays: bool = True  # on the page afterwards; else back to the inbox


ON_TASKS = {
    verb.name: verb
    for verb in (
        Verb("return", ReturnTask, "return", stays=False),
        Verb("edit", EditTask, "edit"),
        Verb("transfer", TransferTask, "transfer", people="to", stays=False),
        Verb("delegate", DelegateTask, "delegate", people="to", stays=False),
        Verb("add_signer", AddSigners, "add-signers", people="people"),
        Verb("remove_signer", RemoveSigner, "remove"),
        Verb("ask", AskAbout, "ask", people="to", comment="must"),
        Verb("answer", AnswerTask, "answer", comment="must", stays=False),
        Verb("claim", ClaimTask, "claim", comment="never"),
        Verb("unclaim", ClaimTask, "unclaim", comment="never"),
        Verb("take_back", TakeBack, "take-back"),
    )
}
ON_REQUESTS = {
    verb.name: verb
    for verb in (
        Verb("comment", CommentRequest, "comments", people="mentions", comment="must"),
        Verb("copy", CopyRequest, "copies", people="people"),
        Verb("nudge", NudgeRequest, "nudge"),
        Verb("withdraw", WithdrawRequest, "withdraw"),
        Verb("resolve_again", ResolveAgain, "resolve-again", comment="must"),
        Verb("move", MoveRequest, "move", comment="must"),
    )
}


async def read(request: Request, verb: Verb, more: Mapping[str, Any] | None = None) -> Command:
    """What the form says, and `more`. Raises ValidationError."""
    form = await request.form()
    fields = verb.command.model_fields
    given: dict[str, Any] = dict(more or {}) | {
        name: str(form[name]) for name in CHOSEN if name in fields and form.get(name)
    }
    if "comment" in fields:
        given["comment"] = str(form.get("comment") or "").strip()
    if verb.people:
        named = [str(one) for one in form.getlist(verb.people) if one]
        given[verb.people] = (named[0] if named else None) if verb.people == "to" else named
    return verb.command.model_validate(given)


def edited(task: TaskView, form: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are no longer as they were, each in its own kind."""
    content = task.request.content if task.request else {}
    said = {name: str(form[EDITED + name]) for name in task.editable if EDITED + name in form}
    changed = {name: value.strip() for name, value in said.items() if value.strip() != str(content.get(name) or "")}
    return {name: whole(name, value) if type(content.get(name)) is int else value for name, value in changed.items()}


def on_task(task: TaskView, person: Person) -> list[str]:
    """The verbs that stand in the menu, those on the task first."""
    own = [name for name in ON_TASKS if name in task.may and name not in main_of(task)]
    if removable(task, person):
        own.append("remove_signer")
    concerned = task.request is not None and task.kind is not TaskKind.COPY
    return [*own, *(on_request(task.request, person, concerned=concerned) if task.request else [])]


def on_request(request: RequestView, person: Person, *, concerned: bool) -> list[str]:
    pending = request.state is RequestState.PENDING
    mine = request.requester_id == person.id
    offered = ["comment"]
    if concerned or mine:
        offered += ["copy", "nudge"] if pending else ["copy"]
    if mine and request.process_id is None and request.state in (RequestState.PENDING, RequestState.RETURNED):
        offered.append("withdraw")
    if pending and not mine and person.may(*OPERATORS):
        offered += ["resolve_again", "move"]
    return offered


def main_of(task: TaskView) -> list[str]:
    """The two big buttons."""
    return [name for name in MAIN if name in task.may][:2]


def removable(task: TaskView, person: Person) -> list[SignerView]:
    """Whom this person has brought in and who has not spoken yet."""
    steps = task.request.steps if task.request and task.request.state is RequestState.PENDING else []
    here = next((step for step in steps if any(one.task_id == task.task_id for one in step.signers)), None)
    if here is None or here.state is not StepState.OPEN:
        return []
    mine = [one for one in here.signers if one.person_id == person.id and not one.added]
    brought = [one for one in here.signers if one.added and one.kind is not TaskKind.COPY and one.state in LIVE]
    return [one for one in brought if one.why.params.get("name") == person.name] if mine else []


def takes_part(request: RequestView, person: Person) -> bool:
    signs = any(one.person_id == person.id for step in request.steps for one in step.signers)
    return signs or request.requester_id == person.id


def earlier_steps(body: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, str]]]:
    """The steps of this policy that always come before this one, with their names."""
    return _before(body.get("route", ()), key)[0]


def every_step(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    """In the order of the route."""
    return _steps(body.get("route", ()))


def step_of(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return next((node for node in _flat(body.get("route", ())) if node["step"] == key), {})


def _before(route: Any, key: str) -> tuple[list[tuple[str, Mapping[str, str]]], bool]:
    passed: list[tuple[str, Mapping[str, str]]] = []
    for node in route:
        if node.get("step") == key:
            return passed, True
        for branch in node.get("branches", ()):
            inside, found = _before(branch["route"], key)
            if found:
                return [*passed, *inside], True
        passed += _steps([node])
    return passed, False


def _steps(route: Any) -> list[tuple[str, Mapping[str, str]]]:
    return [(str(node["step"]), node.get("name", {})) for node in _flat(route)]


def _flat(route: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for node in route:
        if "step" in node:
            found.append(node)
        for branch in node.get("branches", ()):
            found += _flat(branch["route"])
    return found


def named(people: list[UUID], known: Mapping[UUID, str]) -> list[str]:
    return [known.get(one, "") for one in people]
