"""How is the inbox read, and how are its tasks acted on?"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.requests import ApproveTask, RejectTask, RequestView, ReturnTask, TransferTask
from messages.approvals.tasks import (  # fmt: skip
    CloseTodo,
    FinishTodo,
    InboxPage,
    OpenTodo,
    PendingTodo,
    SetTodos,
    TaskView,
    TodosSet,
)
from messages.roles import Role
from messages.text import SafeStr
from services.approvals.store.views.inbox import Sought
from services.approvals.use_cases.acts.approve_task import approve_task
from services.approvals.use_cases.acts.reject_task import reject_task
from services.approvals.use_cases.acts.return_task import return_task
from services.approvals.use_cases.acts.transfer_task import transfer_task
from services.approvals.use_cases.requests import finish_todo, open_todo, set_todos
from services.approvals.use_cases.views import list_inbox, show_task
from services.approvals.use_cases.views.list_todos_about import list_todos_about

router = APIRouter(tags=["tasks"])
Filter = Literal["mine", "groups", "substitute", "done", "started", "copied"]
Word = Annotated[SafeStr | None, Query(max_length=200)]


@router.get("/inbox", dependencies=[needs()])
async def inbox(
    uow: Uow,
    filter: Filter = "mine",
    policy: Word = None,
    kind: Word = None,
    overdue: bool = False,
    q: Word = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> InboxPage:
    """`groups`: what I may claim; `substitute`: what I hold for somebody; `q`: in the number or the title."""
    sought = Sought(filter=filter, policy=policy, kind=kind, overdue=overdue, q=q)
    return await list_inbox.list_inbox(uow, sought, cursor, limit)


@router.get("/tasks/{task_id}", dependencies=[needs()])
async def show(task_id: UUID, uow: Uow) -> TaskView:
    return await show_task.show_task(task_id, uow)


@router.post("/tasks/{task_id}/approve", dependencies=[needs()])
async def approve(task_id: UUID, command: ApproveTask, uow: Uow) -> RequestView:
    return await approve_task(task_id, command, uow)


@router.post("/tasks/{task_id}/reject", dependencies=[needs()])
async def reject(task_id: UUID, command: RejectTask, uow: Uow) -> RequestView:
    return await reject_task(task_id, command, uow)


@router.post("/tasks/{task_id}/return", dependencies=[needs()])
async def return_(task_id: UUID, command: ReturnTask, uow: Uow) -> RequestView:
    return await return_task(task_id, command, uow)


@router.post("/tasks/{task_id}/transfer", dependencies=[needs()])
async def transfer(task_id: UUID, command: TransferTask, uow: Uow) -> RequestView:
    return await transfer_task(task_id, command, uow)


@router.post("/tasks/{task_id}/done", dependencies=[needs()])
async def done(task_id: UUID, command: FinishTodo, uow: Uow) -> TaskView:
    return await finish_todo.finish_todo(task_id, command, uow)


@router.get("/todos", dependencies=[needs()])
async def todos(uow: Uow, about_id: Annotated[list[UUID], Query(min_length=1, max_length=100)]) -> list[PendingTodo]:
    """What these records wait for; whoever knows their ids sees who and when, and nothing of the records."""
    return await list_todos_about(about_id, uow)


@router.post("/todos", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def open_(command: OpenTodo, uow: Uow) -> TaskView:
    return await open_todo.open_todo(command, uow)


@router.post("/todos/set", dependencies=[needs(Role.PROCESS)])
async def set_(command: SetTodos, uow: Uow) -> TodosSet:
    return await set_todos.set_todos(command, uow)


@router.post("/todos/{todo_id}/close", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def close(todo_id: UUID, command: CloseTodo, uow: Uow) -> TaskView:
    return await finish_todo.close_todo(todo_id, command, uow)
