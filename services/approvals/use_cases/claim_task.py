"""What happens when one of several takes a task, or lets it go?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.states import TaskKind
from messages.approvals.tasks import TaskView
from messages.errors import Forbidden, NotFound
from services.approvals.domain import adding
from services.approvals.domain.showing import task_view, todo_view
from services.approvals.domain.todos import is_theirs, may_be_claimed, may_see, must_be_open
from services.approvals.store.audit import append_line
from services.approvals.store.cases import lock_case_of_task
from services.approvals.store.tasks import change_todo, doer_of, find_task, lock_todo
from services.approvals.use_cases.carry_out import carry_out, must_see


async def claim_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    return await _take(task_id, uow, claimed=True)


async def unclaim_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    return await _take(task_id, uow, claimed=False)


async def _take(task_id: UUID, uow: UnitOfWork, *, claimed: bool) -> TaskView:
    async with uow.begin() as work:
        if (await find_task(work, task_id))["kind"] == TaskKind.TODO:
            return await _take_todo(work, task_id, claimed=claimed)
        case = await lock_case_of_task(work, task_id)
        await must_see(work, case, "task", task_id)
        verb = adding.claim if claimed else adding.unclaim
        ruling = verb(case.standing, case.policy, case.asked(work.now), task_id, work.actor.id)
        after = await carry_out(work, case, ruling)
        return task_view(await find_task(work, task_id), after, [], work.actor.id, work.actor.roles)


async def _take_todo(work: Work, todo_id: UUID, *, claimed: bool) -> TaskView:
    """Again, by the same person, changes nothing."""
    todo, doer = await lock_todo(work, todo_id), doer_of(work.actor)
    if not may_see(todo, doer):
        raise NotFound("task", todo_id)
    if not is_theirs(todo, doer):
        raise Forbidden("claim")
    may_be_claimed(todo)
    must_be_open(todo)
    if (todo.claimed_by == doer.id) == claimed:
        return todo_view(todo)
    taken = await change_todo(work, todo_id, claimed_by=doer.id if claimed else None)
    code = "audit.todo.claimed" if claimed else "audit.todo.unclaimed"
    await append_line(work, todo_id, code, {"who": work.actor.name})
    return todo_view(taken)
