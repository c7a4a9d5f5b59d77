"""What does a task look like to the one who is to act on it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.states import TaskKind
from messages.approvals.tasks import TaskView
from messages.errors import NotFound
from services.approvals.domain.acts import revocation
from services.approvals.domain.requests.todos import may_see
from services.approvals.domain.routing.preview import preview
from services.approvals.domain.views.request_views import coming_steps, task_view, todo_view
from services.approvals.store.requests.requests import find_request
from services.approvals.store.requests.tasks import find_last_signed, find_task, task_actor, todo_of
from services.approvals.use_cases.steps.apply import must_see


async def show_task(task_id: UUID, uow: UnitOfWork) -> TaskView:
    async with uow.begin() as work:
        row = await find_task(work, task_id)
        if row["kind"] == TaskKind.TODO:
            todo = todo_of(row)
            if not may_see(todo, task_actor(work.actor)):
                raise NotFound("task", task_id)
            return todo_view(todo)
        request = await find_request(work, row["request_id"])
        await must_see(work, request, "task", task_id)
        context = request.context(work.now)
        ahead = preview(request.progress, context)
        coming = coming_steps(ahead, request.policy, request.people)
        signed = await find_last_signed(work, request.header.id, work.actor.id) if request.progress.round > 1 else None
        view = task_view(row, request, coming, signed, viewer_id=work.actor.id, roles=work.actor.roles)
        may = {"may": revocation.may(request.progress, context, work.actor.id)}
        return view.model_copy(update={"request": view.request.model_copy(update=may)}) if view.request else view
