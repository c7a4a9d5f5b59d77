"""What happens when a to-do is done, or nobody has to do it any more?"""

from typing import Any
from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.events import TodoClosed, TodoDone
from messages.approvals.states import TaskState, Verdict
from messages.approvals.tasks import CloseTodo, FinishTodo, TaskView
from messages.errors import Forbidden, NotFound
from services.approvals.domain.showing import todo_view
from services.approvals.domain.todos import Todo, is_theirs, may_see, must_be_open
from services.approvals.store.audit import append_line
from services.approvals.store.tasks import change_todo, doer_of, lock_todo
from services.approvals.use_cases.note_deliveries import tell_todo


async def finish_todo(todo_id: UUID, command: FinishTodo, uow: UnitOfWork) -> TaskView:
    """By one of those who were asked; doing it again changes nothing."""
    async with uow.begin() as work:
        todo, doer = await lock_todo(work, todo_id), doer_of(work.actor)
        if not may_see(todo, doer):
            raise NotFound("task", todo_id)
        if todo.state is TaskState.DONE and todo.decided_by == doer.id:
            return todo_view(todo)
        if not is_theirs(todo, doer):
            raise Forbidden("done")
        must_be_open(todo)
        done = await change_todo(
            work, todo_id, state=TaskState.DONE, verdict=Verdict.DONE, comment=command.comment,
            decided_at=work.now, decided_by=doer.id,
        )  # fmt: skip
        await tell_todo(work, TodoDone(**_told(done), actor_id=doer.id, comment=command.comment))
        await append_line(work, todo_id, "audit.todo.done", {"comment": command.comment})
        return todo_view(done)


async def close_todo(todo_id: UUID, command: CloseTodo, uow: UnitOfWork) -> TaskView:
    """By the process that opened it. What is done or closed already stays as it is."""
    async with uow.begin() as work:
        todo = await lock_todo(work, todo_id)
        if not may_see(todo, doer_of(work.actor)):
            raise NotFound("task", todo_id)
        if todo.state is not TaskState.OPEN:
            return todo_view(todo)
        closed = await change_todo(work, todo_id, state=TaskState.CLOSED, comment=command.comment, decided_at=work.now)
        await tell_todo(work, TodoClosed(**_told(closed), comment=command.comment))
        await append_line(work, todo_id, "audit.todo.closed", {"comment": command.comment})
        return todo_view(closed)


def _told(todo: Todo) -> dict[str, Any]:
    return {
        "todo_id": todo.id, "kind": todo.kind, "about": todo.about, "process_id": todo.process_id,
        "legal_entity_id": todo.legal_entity_id, "person_id": todo.person_id, "role": todo.role,
        "version": todo.version,
    }  # fmt: skip
