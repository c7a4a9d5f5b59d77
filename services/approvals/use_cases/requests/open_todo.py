"""What happens when somebody is asked to do something?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.tasks import OpenTodo, TaskView
from services.approvals.domain.views.request_views import todo_view
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.tasks import lock_todo
from services.approvals.use_cases.steps.todos import write_todo


async def open_todo(command: OpenTodo, uow: UnitOfWork) -> TaskView:
    """The same id again shows the to-do as it stands."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        people = await find_directory(work)
        person = people.persons.get(command.person_id) if command.person_id else None
        entities = {command.legal_entity_id, person.legal_entity_id if person else None} - {None}
        must_reach(work.actor, *entities, verb="POST /todos")
        await write_todo(work, id, command, people=people)
        return todo_view(await lock_todo(work, id))
