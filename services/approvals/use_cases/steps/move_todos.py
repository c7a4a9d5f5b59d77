"""How do somebody's open to-dos become another one's? A step of handing over."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.approvals.events import TodoOpened
from messages.approvals.states import TaskState
from services.approvals.domain.requests.todos import Todo
from services.approvals.store.audit.entries import append_line
from services.approvals.store.requests.open_tasks import list_open_todos
from services.approvals.store.requests.tasks import change_todo, lock_todo
from services.approvals.use_cases.steps.queue_deliveries import publish_todo_event


async def lock_todos_of(work: Work, person_id: UUID) -> list[Todo]:
    found = [await lock_todo(work, todo_id) for todo_id in await list_open_todos(work, person_id)]
    return [todo for todo in found if todo.state is TaskState.OPEN and todo.person_id == person_id]


async def move_todos(work: Work, todos: Sequence[Todo], to: UUID | None) -> int:
    if to is None:
        return 0
    for todo in todos:
        now = await change_todo(work, todo.id, person_id=to)
        told = {"kind": now.kind, "about": now.about, "process_id": now.process_id, "due_at": now.due_at}
        entity = now.legal_entity_id
        opened = TodoOpened(
            todo_id=todo.id, legal_entity_id=entity, person_id=to, role=None, version=now.version, **told
        )
        await publish_todo_event(work, opened)
        await append_line(work, todo.id, "audit.todo.handed_over", {"person": str(to)})
    return len(todos)
