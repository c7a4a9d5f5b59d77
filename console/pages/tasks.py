"""What am I asked to sign or do, and what do I say?"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done, page
from console.session import Person, Reader
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
from messages.approvals.states import RequestState
from messages.approvals.tasks import FinishTodo, TaskView
from messages.base import Command, Page
from messages.texts import text

router = APIRouter()

VERBS: dict[str, type[Decision]] = {"approve": ApproveTask, "reject": RejectTask, "return": ReturnTask}


@router.get("/tasks/{task_id}")
async def task_page(request: Request, task_id: UUID, person: Reader, house: House) -> Response:
    task = await house.get("approvals", f"/tasks/{task_id}", TaskView)
    colleagues = await _colleagues(house, person) if "transfer" in task.may else []
    return _shown(
        request, person, task.about, task.requester_name, task=task, asked=task.request, colleagues=colleagues
    )


@router.get("/requests/{request_id}")
async def request_page(request: Request, request_id: UUID, person: Reader, house: House) -> Response:
    asked = await house.get("approvals", f"/requests/{request_id}", RequestView)
    may_withdraw = asked.requester_id == person.id and asked.state in (RequestState.PENDING, RequestState.RETURNED)
    return _shown(request, person, asked.about, asked.requester_name, asked=asked, may_withdraw=may_withdraw)


@router.post("/tasks/{task_id}/decide")
async def decide(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    verb: Annotated[str, Form()],
    key: Key,
    content_hash: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
) -> Response:
    said: Command
    if verb == "done":
        said = FinishTodo(comment=comment)
    elif verb == "transfer":
        said = TransferTask(to=UUID(to), comment=comment)
    else:
        said = VERBS[verb](content_hash=content_hash, comment=comment)
    await house.post("approvals", f"/tasks/{task_id}/{verb}", said, key=key)
    return done(request, "/", text(f"told.{verb}", person.lang))


@router.post("/requests/{request_id}/withdraw")
async def withdraw(request: Request, request_id: UUID, person: Reader, house: House, key: Key) -> Response:
    await house.post("approvals", f"/requests/{request_id}/withdraw", WithdrawRequest(), key=key)
    return done(request, f"/requests/{request_id}", text("told.withdraw", person.lang))


def _shown(
    request: Request,
    person: Person,
    about: About,
    requester: str,
    *,
    task: TaskView | None = None,
    asked: RequestView | None = None,
    colleagues: Sequence[tuple[UUID, str]] = (),
    may_withdraw: bool = False,
) -> Response:
    values: dict[str, Any] = {"task": task, "request": asked, "about": about, "requester": requester}
    return page(request, "tasks/task.html", person, colleagues=colleagues, may_withdraw=may_withdraw, **values)


async def _colleagues(house: House, person: Person) -> list[tuple[UUID, str]]:
    """Who a task may be handed to."""
    people = await house.get("approvals", "/people", Page[PersonView], limit=100)
    return [(one.id, one.name) for one in people.items if one.active and one.id != person.id]
