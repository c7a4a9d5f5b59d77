"""What happens when a signer asks somebody a question?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import AskAbout
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import questions
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def ask_about(task_id: UUID, command: AskAbout, uow: UnitOfWork) -> RequestView:
    return await act_on_task(task_id, uow, questions.ask, command.to, command.comment)
