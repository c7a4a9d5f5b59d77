"""What does a task look like to the one who is to act on it?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.states import TaskKind
from messages.approvals.tasks import TaskView
from messages.errors import NotFound
from services.approvals.domain.preview import preview
from services.approvals.domain.showing import coming_steps, task_view, todo_view
from services.approvals.domain.todos import may_see
from services.approvals.store.cases import find_case
from services.approvals.store.tasks import doer_of, find_last_signed, find_task, todo_of
from services.approvals.use_cases.carry_out import must_see


async def show_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    async with uow.begin() as work:
        row = await find_task(work, task_id)
        if row["kind"] == TaskKind.TODO:
            todo = todo_of(row)
            if not may_see(todo, doer_of(work.actor)):
                raise NotFound("task", task_id)
            return todo_view(todo)
        case = await find_case(work, row["request_id"])
        await must_see(work, case, "task", task_id)
        ahead = preview(case.standing, case.policy, case.asked(work.now))
        coming = coming_steps(ahead, case.policy, case.people)
        signed = await find_last_signed(work, case.record.id, work.actor.id) if case.standing.round > 1 else None
        return task_view(row, case, coming, work.actor.id, work.actor.roles, signed)
