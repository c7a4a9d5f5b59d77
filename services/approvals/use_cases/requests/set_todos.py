"""What happens when a process says which of its to-dos are open now?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.states import TaskState
from messages.approvals.tasks import SetTodos, TodosSet
from messages.errors import Malformed
from services.approvals.domain.requests.todos import RESUBMIT
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.tasks import lock_todos
from services.approvals.use_cases.steps.todos import set_all


async def set_todos(command: SetTodos, uow: UnitOfWork) -> TodosSet:
    """Both lists by id, so the same again changes nothing, and an older call that comes late opens nothing that was
    closed since. One that is done or closed stays so; of one that was never opened there is nothing to close."""
    wanted = {todo.id: todo for todo in command.open if todo.id is not None}
    if len(wanted) != len(command.open):
        raise Malformed("open", len(command.open), "APP-43")
    async with uow.begin() as work:
        entities = {todo.legal_entity_id for todo in command.open} - {None}
        must_reach(work.actor, *entities, verb="POST /todos/set")
        known, version = await lock_todos(work, [*wanted, *command.close], of=command.only_of)
        people = await find_directory(work, version)
        left = [known[id] for id in known if (command.only_of or id in command.close) and id not in wanted]
        closed = [one for one in left if one.todo.state is TaskState.OPEN and one.todo.kind != RESUBMIT]
        new = {id: todo for id, todo in wanted.items() if id not in known}
        if closed or new:
            await set_all(work, closed, new, people=people)
        return TodosSet(ended=[id for id in wanted if id in known and known[id].todo.state is not TaskState.OPEN])
