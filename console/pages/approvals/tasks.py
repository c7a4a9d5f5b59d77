"""What am I asked to sign or do, and what do I say?"""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import KeptInput
from console.pages.approvals.request_files import uploaded_files
from console.pages.approvals.task_page import show_task
from console.pages.parts.error_pages import page_again
from console.pages.parts.pending_approval import waiting_signers
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader, language
from messages.approvals.requests import (
    ApproveTask,
    Decision,
    RejectTask,
    RequestView,
    ReturnTask,
)
from messages.approvals.states import TaskState
from messages.approvals.tasks import FinishTodo, TaskView
from messages.texts import text

router = APIRouter()

DECISIONS: dict[str, type[Decision]] = {"approve": ApproveTask, "reject": RejectTask, "return": ReturnTask}
CLOSED = "APP-3"  # the task is no longer open


@router.get("/tasks/{task_id}")
async def task_page(request: Request, task_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await show_task(request, await gateway.get("approvals", f"/tasks/{task_id}", TaskView), person, gateway)


@router.post("/tasks/{task_id}/decide/{verb}")
async def decide(
    request: Request,
    task_id: UUID,
    person: Reader,
    gateway: Gateway,
    verb: Literal["approve", "reject", "return"],
    key: Key,
    content_hash: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
    to_step: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "",
    request_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """The hash is of the content that was on the page: a decision on anything else is rejected (APP-2)."""
    back = {name: value for name, value in (("to_step", to_step), ("then", then)) if value and verb == "return"}
    files = await uploaded_files(request, gateway, request_id, key)
    command = DECISIONS[verb].model_validate(
        {"content_hash": content_hash, "comment": comment.strip(), **back, **files}
    )
    try:
        decided = await gateway.post("approvals", f"/tasks/{task_id}/{verb}", command, RequestView, key=f"{key}-{verb}")
    except ServiceProblem as problem:
        newer = await _resubmitted_task(gateway, person, task_id) if problem.rule == CLOSED else None
        if newer is None:
            raise
        return await _show_changed(request, gateway, newer, verb, command)
    return done(request, "/", _outcome_message(verb, decided, person.lang))


@router.post("/tasks/{task_id}/done")
async def finish(request: Request, task_id: UUID, person: Reader, gateway: Gateway, key: Key) -> Response:
    """A to-do that only its actor can know about."""
    await gateway.post("approvals", f"/tasks/{task_id}/done", FinishTodo(), key=key)
    return done(request, "/", text("message.done", person.lang))


async def _resubmitted_task(gateway: ServiceGateway, person: Person, task_id: UUID) -> UUID | None:
    """The open task of the same person in the same request, where that was resubmitted."""
    task = await gateway.find("approvals", f"/tasks/{task_id}", TaskView)
    signers = [signer for step in task.request.steps for signer in step.signers] if task and task.request else []
    mine = [signer.task_id for signer in signers if signer.state is TaskState.OPEN and signer.person_id == person.id]
    return mine[0] if mine else None


async def _show_changed(
    request: Request, gateway: ServiceGateway, newer: UUID, verb: str, command: Decision
) -> Response:
    """The newer task with what was typed, and with what has changed: only approvals knows what was seen before."""
    message: dict[str, Any] = {"tone": "bad", "text": text("console.resubmitted_meanwhile", language(request))}
    task = await gateway.get("approvals", f"/tasks/{newer}", TaskView)
    if task.request and task.request.content_hash != command.content_hash:
        try:
            await gateway.post("approvals", f"/tasks/{newer}/{verb}", command)
        except ServiceProblem as problem:
            message |= {"text": problem.text, "differences": problem.params.get("differences") or []}
    kept = KeptInput(f"/tasks/{newer}/decide/{verb}", {"comment": [command.comment]})
    return await page_again(request, f"/tasks/{newer}", message, status=409, kept=kept)


def _outcome_message(verb: str, decided: RequestView, lang: str) -> str:
    """What was done, and what comes of it."""
    words = text(f"message.{verb}", lang)
    if decided.outcome:
        outcome = text(f"status.outcome.{decided.outcome}", lang)
        return f"{words} {text('console.settled', lang, number=decided.about.number, outcome=outcome)}"
    names = waiting_signers(decided)
    return f"{words} {text('console.waits_for', lang, names=_list(names, lang))}" if names else words


def _list(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names)
