"""Where do open tasks go when somebody leaves or an absence begins?"""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.acts import HandedOver, HandOver
from messages.approvals.events import TodoOpened
from messages.approvals.states import TaskState
from messages.errors import NotFound
from services.approvals.domain.record import Case
from services.approvals.domain.rescuing import relieve, substitute
from services.approvals.domain.standing import Ruling
from services.approvals.domain.todos import Todo
from services.approvals.store.audit import append_line
from services.approvals.store.cases import lock_case
from services.approvals.store.directory import find_directory
from services.approvals.store.open_tasks import list_absent, list_leavers, list_open_requests, list_open_todos
from services.approvals.store.tasks import change_todo, lock_todo
from services.approvals.use_cases.carry_out import carry_out
from services.approvals.use_cases.note_deliveries import tell_todo

Move = Callable[[Case, Work], Ruling]


async def hand_over_tasks(person_id: UUID, command: HandOver, uow: UnitOfWork) -> HandedOver:
    """Of one who leaves, all at once; what the one named may not sign goes to the superior, else to the rescue."""

    def move(case: Case, work: Work) -> Ruling:
        asked = case.asked(work.now)
        return relieve(case.standing, case.policy, asked, person_id, "handed_over", command.to)

    async with uow.begin() as work:
        people = await find_directory(work)
        for id in (person_id, command.to or person_id):
            if id not in people.persons:
                raise NotFound("person", id)
        above = people.managers_above(people.persons[person_id])
        to = command.to or next((one.id for one in above if one.active), None)
        cases, todos = await _lock_requests(work, person_id), await _lock_todos(work, person_id)
        moved = await _move_todos(work, todos, to)
        return HandedOver(requests=await _move_all(work, cases, move), todos=moved)


async def move_due_tasks(uow: UnitOfWork) -> HandedOver:
    """Who is away now, or has left, keeps no open task that another may act on. Asked for again, it moves nothing."""
    requests = todos = 0
    async with uow.begin() as work:
        absent, leavers = await list_absent(work), await list_leavers(work)
    for person_id in absent:
        requests += await substitute_tasks(person_id, uow)
    for person_id in leavers:
        moved = await hand_over_tasks(person_id, HandOver(), uow)
        requests, todos = requests + moved.requests, todos + moved.todos
    return HandedOver(requests=requests, todos=todos)


async def substitute_tasks(person_id: UUID, uow: UnitOfWork) -> int:
    """The open tasks of one whose absence has begun go to his substitute. How many requests it touched."""

    def move(case: Case, work: Work) -> Ruling:
        return substitute(case.standing, case.policy, case.asked(work.now), person_id)

    async with uow.begin() as work:
        return await _move_all(work, await _lock_requests(work, person_id), move)


async def _lock_requests(work: Work, person_id: UUID) -> list[Case]:
    """All, in the order of their ids, before anything is written: writing moves the clocks, and whoever decides takes
    those after his request."""
    return [await lock_case(work, request_id) for request_id in await list_open_requests(work, person_id)]


async def _lock_todos(work: Work, person_id: UUID) -> list[Todo]:
    found = [await lock_todo(work, todo_id) for todo_id in await list_open_todos(work, person_id)]
    return [todo for todo in found if todo.state is TaskState.OPEN and todo.person_id == person_id]


async def _move_all(work: Work, cases: Sequence[Case], move: Move) -> int:
    moved = 0
    for case in cases:
        after = await carry_out(work, case, move(case, work))
        moved += after is not case
    return moved


async def _move_todos(work: Work, todos: Sequence[Todo], to: UUID | None) -> int:
    if to is None:
        return 0
    for todo in todos:
        now = await change_todo(work, todo.id, person_id=to)
        told = {"kind": now.kind, "about": now.about, "process_id": now.process_id, "due_at": now.due_at}
        entity = now.legal_entity_id
        opened = TodoOpened(
            todo_id=todo.id, legal_entity_id=entity, person_id=to, role=None, version=now.version, **told
        )
        await tell_todo(work, opened)
        await append_line(work, todo.id, "audit.todo.handed_over", {"person": str(to)})
    return len(todos)
