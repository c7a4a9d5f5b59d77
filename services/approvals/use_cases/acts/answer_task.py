"""What happens when a question is answered?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import AnswerTask
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import questions
from services.approvals.use_cases.steps.act_on_task import act_on_task


async def answer_task(task_id: UUID, command: AnswerTask, uow: UnitOfWork) -> RequestView:
    return await act_on_task(task_id, uow, questions.answer, command.comment)
