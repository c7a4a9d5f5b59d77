"""What happens when one of several takes a task, or lets it go?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.states import TaskKind
from messages.approvals.tasks import TaskView
from messages.errors import Forbidden, NotFound
from services.approvals.domain.acts import claims
from services.approvals.domain.requests.todos import is_theirs, may_see, must_be_claimable, must_be_open
from services.approvals.domain.views.request_views import task_view, todo_view
from services.approvals.store.audit.entries import append_line
from services.approvals.store.requests.requests import lock_request_of_task
from services.approvals.store.requests.tasks import change_todo, find_task, lock_todo, task_actor
from services.approvals.use_cases.steps.apply import apply, must_see


async def claim_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    return await _take(task_id, uow, claimed=True)


async def unclaim_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    return await _take(task_id, uow, claimed=False)


async def _take(task_id: UUID, uow: UnitOfWork, *, claimed: bool) -> TaskView:
    async with uow.begin() as work:
        if (await find_task(work, task_id))["kind"] == TaskKind.TODO:
            return await _take_todo(work, task_id, claimed=claimed)
        request = await lock_request_of_task(work, task_id)
        await must_see(work, request, "task", task_id)
        if not work.repeated:
            verb = claims.claim if claimed else claims.unclaim
            request = await apply(work, request, verb(request.seat(task_id, work.actor.id, work.now)))
        row = await find_task(work, task_id)
        return task_view(row, request, [], viewer_id=work.actor.id, roles=work.actor.roles)


async def _take_todo(work: Work, todo_id: UUID, *, claimed: bool) -> TaskView:
    """Again, by the same person, changes nothing."""
    todo, actor = await lock_todo(work, todo_id), task_actor(work.actor)
    if not may_see(todo, actor):
        raise NotFound("task", todo_id)
    if not is_theirs(todo, actor):
        raise Forbidden("claim")
    if work.repeated:
        return todo_view(todo)
    must_be_claimable(todo)
    must_be_open(todo)
    if (todo.claimed_by == actor.id) == claimed:
        return todo_view(todo)
    taken = await change_todo(work, todo_id, claimed_by=actor.id if claimed else None)
    code = "audit.todo.claimed" if claimed else "audit.todo.unclaimed"
    await append_line(work, todo_id, code, {"who": work.actor.name})
    return todo_view(taken)
