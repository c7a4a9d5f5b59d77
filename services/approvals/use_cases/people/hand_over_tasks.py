"""Where do open tasks go when somebody leaves or an absence begins?"""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.acts import HandedOver, HandOver
from messages.errors import NotFound
from services.approvals.domain.acts.reassignment import reassign, substitute
from services.approvals.domain.people.directory import successor
from services.approvals.domain.people.org import must_take_over
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.request import Request
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.open_tasks import list_absent, list_leavers, list_open_requests
from services.approvals.store.requests.requests import lock_request
from services.approvals.use_cases.steps.apply import apply
from services.approvals.use_cases.steps.hand_over import ask_for_successor, publish_hand_over
from services.approvals.use_cases.steps.move_todos import lock_todos_of, move_todos

Move = Callable[[Request, Work], Transition]


async def hand_over_tasks(person_id: UUID, command: HandOver, uow: UnitOfWork) -> HandedOver:
    """Of one who leaves, all at once; what the one named may not sign goes to the superior, else to the rescue.

    His open records go along: each service moves its own (PersonHandedOver) and says how many.
    """

    def move(request: Request, work: Work) -> Transition:
        context = request.context(work.now)
        return reassign(request.progress, context, person_id, "handed_over", command.to)

    async with uow.begin() as work:
        people = await find_directory(work)
        for id in (person_id, command.to or person_id):
            if id not in people.persons:
                raise NotFound("person", id)
        person = people.persons[person_id]
        must_reach(work.actor, *person.legal_entities, verb="POST /people/hand-over")
        to = successor(people, person_id, command.to)
        if command.to is not None:
            must_take_over(people.persons[command.to], person, people)
        requests, todos = await _lock_requests(work, person_id), await lock_todos_of(work, person_id)
        moved = await move_todos(work, todos, to)
        handed_over = HandedOver(requests=await _move_all(work, requests, move), todos=moved, to_id=to)
        if to is not None:
            await publish_hand_over(work, people.persons[person_id], handed_over)
        elif not people.is_here(person_id):
            await ask_for_successor(work, people.persons[person_id])
        return handed_over


async def process_due_absences(uow: UnitOfWork) -> HandedOver:
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

    def move(request: Request, work: Work) -> Transition:
        return substitute(request.progress, request.context(work.now), person_id)

    async with uow.begin() as work:
        return await _move_all(work, await _lock_requests(work, person_id), move)


async def _lock_requests(work: Work, person_id: UUID) -> list[Request]:
    """All, in the order of their ids, before anything is written: writing moves the clocks, and whoever decides takes
    those after his request."""
    return [await lock_request(work, request_id) for request_id in await list_open_requests(work, person_id)]


async def _move_all(work: Work, requests: Sequence[Request], move: Move) -> int:
    moved = 0
    for request in requests:
        after = await apply(work, request, move(request, work))
        moved += after is not request
    return moved
