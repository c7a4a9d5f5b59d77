"""What may somebody do about a task or a request besides deciding it, and what does each form ask for?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from console.form_input import whole
from console.session import Person
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
    ReopenRequest,
    ResolveAgain,
    RevokeRequest,
    TakeBack,
)
from messages.approvals.requests import EditTask, RequestView, ReturnTask, SignerView, TransferTask, WithdrawRequest
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.approvals.tasks import TaskView
from messages.base import Command
from messages.roles import Role

OPERATORS = (Role.OPS, Role.ADMIN)
POWERS = {"cancel": "cancel_for", "revoke": "revoke", "reopen": "reopen"}  # what the policy lets some do
LIVE = (TaskState.OPEN, TaskState.WAITING)
MAIN = ("approve", "reject", "return", "answer", "done")  # the two that come first are the big ones
EDITED = "c_"  # before the names of fields that are edited
CHOSEN = ("how", "mode", "step", "to_step", "then", "content_hash")  # fields that one chooses, besides people


@dataclass(frozen=True)
class TaskAction:
    """Its words are `button.<name>`, `sure.<name>` (what will happen) and `done.<name>` (what has)."""

    name: str
    command: type[Command]
    path: str  # of the route, after the task or request
    people: str = ""  # the field that names people; `to` names one
    comment: str = "may"  # must, may or never
    stays: bool = True  # on the page afterwards; else back to the inbox


TASK_ACTIONS = {
    action.name: action
    for action in (
        TaskAction("return", ReturnTask, "return", stays=False),
        TaskAction("edit", EditTask, "edit"),
        TaskAction("transfer", TransferTask, "transfer", people="to", stays=False),
        TaskAction("delegate", DelegateTask, "delegate", people="to", stays=False),
        TaskAction("add_signer", AddSigners, "add-signers", people="people"),
        TaskAction("remove_signer", RemoveSigner, "remove"),
        TaskAction("ask", AskAbout, "ask", people="to", comment="must"),
        TaskAction("answer", AnswerTask, "answer", comment="must", stays=False),
        TaskAction("claim", ClaimTask, "claim", comment="never"),
        TaskAction("unclaim", ClaimTask, "unclaim", comment="never"),
        TaskAction("take_back", TakeBack, "take-back"),
    )
}
REQUEST_ACTIONS = {
    action.name: action
    for action in (
        TaskAction("comment", CommentRequest, "comments", people="mentions", comment="must"),
        TaskAction("copy", CopyRequest, "copies", people="people"),
        TaskAction("nudge", NudgeRequest, "nudge"),
        TaskAction("withdraw", WithdrawRequest, "withdraw"),
        TaskAction("cancel_for", WithdrawRequest, "withdraw", comment="must"),
        TaskAction("revoke", RevokeRequest, "revoke", comment="must"),
        TaskAction("reopen", ReopenRequest, "reopen", comment="must"),
        TaskAction("resolve_again", ResolveAgain, "resolve-again", comment="must"),
        TaskAction("move", MoveRequest, "move", comment="must"),
    )
}


async def read(request: Request, action: TaskAction, more: Mapping[str, Any] | None = None) -> Command:
    """What the form says, and `more`. Raises ValidationError."""
    form = await request.form()
    fields = action.command.model_fields
    given: dict[str, Any] = dict(more or {}) | {
        name: str(form[name]) for name in CHOSEN if name in fields and form.get(name)
    }
    if "comment" in fields:
        given["comment"] = str(form.get("comment") or "").strip()
    if action.people:
        named = [str(one) for one in form.getlist(action.people) if one]
        given[action.people] = (named[0] if named else None) if action.people == "to" else named
    return action.command.model_validate(given)


def changed_fields(task: TaskView, form: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are no longer as they were, each in its own kind."""
    content = task.request.content if task.request else {}
    typed = {name: str(form[EDITED + name]) for name in task.editable if EDITED + name in form}
    changed = {name: value.strip() for name, value in typed.items() if value.strip() != str(content.get(name) or "")}
    return {name: whole(name, value) if type(content.get(name)) is int else value for name, value in changed.items()}


def on_task(task: TaskView, person: Person) -> list[str]:
    """The actions of the menu, those on the task first."""
    own = [name for name in TASK_ACTIONS if name in task.may and name not in main_of(task)]
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
    offered += [POWERS[verb] for verb in request.may if verb in POWERS]
    if pending and not mine and person.may(*OPERATORS):
        offered += ["resolve_again", "move"]
    return offered


def main_of(task: TaskView) -> list[str]:
    """The two big buttons."""
    return [name for name in MAIN if name in task.may][:2]


def removable(task: TaskView, person: Person) -> list[SignerView]:
    """The signers whom this person added and who have not voted yet."""
    steps = task.request.steps if task.request and task.request.state is RequestState.PENDING else []
    current_step = next(
        (step for step in steps if any(signer.task_id == task.task_id for signer in step.signers)), None
    )
    if current_step is None or current_step.state is not StepState.OPEN:
        return []
    signers = current_step.signers
    own_seat = [signer for signer in signers if signer.person_id == person.id and not signer.added]
    added = [signer for signer in signers if signer.added and signer.kind is not TaskKind.COPY and signer.state in LIVE]
    return [one for one in added if one.why.params.get("name") == person.name] if own_seat else []


def takes_part(request: RequestView, person: Person) -> bool:
    signs = any(signer.person_id == person.id for step in request.steps for signer in step.signers)
    return signs or request.requester_id == person.id
