"""What happens when a to-do is done, or nobody has to do it any more?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import TodoDone
from messages.approvals.states import TaskState, Verdict
from messages.approvals.tasks import CloseTodo, FinishTodo, TaskView
from messages.errors import Forbidden, NotFound
from services.approvals.domain.requests.todos import is_theirs, may_see, must_be_done_by_hand, must_be_open
from services.approvals.domain.views.request_views import todo_view
from services.approvals.store.audit.entries import append_line
from services.approvals.store.requests.tasks import change_todo, lock_todo, task_actor
from services.approvals.use_cases.steps.queue_deliveries import publish_todo_event
from services.approvals.use_cases.steps.todos import close, event_args


async def finish_todo(todo_id: UUID, command: FinishTodo, uow: UnitOfWork) -> TaskView:
    """By one of those who were asked; doing it again changes nothing."""
    async with uow.begin() as work:
        todo, actor = await lock_todo(work, todo_id), task_actor(work.actor)
        if not may_see(todo, actor):
            raise NotFound("task", todo_id)
        if todo.state is TaskState.DONE and todo.decided_by == actor.id:
            return todo_view(todo)
        if not is_theirs(todo, actor):
            raise Forbidden("done")
        must_be_open(todo)
        must_be_done_by_hand(todo)
        done = await change_todo(
            work, todo_id, state=TaskState.DONE, verdict=Verdict.DONE, comment=command.comment,
            decided_at=work.now, decided_by=actor.id,
        )  # fmt: skip
        await publish_todo_event(work, TodoDone(**event_args(done), actor_id=actor.id, comment=command.comment))
        await append_line(work, todo_id, "audit.todo.done", {"comment": command.comment})
        return todo_view(done)


async def close_todo(todo_id: UUID, command: CloseTodo, uow: UnitOfWork) -> TaskView:
    """By the process that opened it. What is done or closed already stays as it is."""
    async with uow.begin() as work:
        todo = await lock_todo(work, todo_id)
        if not may_see(todo, task_actor(work.actor)):
            raise NotFound("task", todo_id)
        if todo.state is not TaskState.OPEN:
            return todo_view(todo)
        return todo_view(await close(work, todo, command.comment))
