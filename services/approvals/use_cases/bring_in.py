"""What happens when a signer brings others in: to sign too, to handle it, to answer a question?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.acts import AddSigners, AnswerTask, AskAbout, DelegateTask, RemoveSigner
from messages.approvals.requests import RequestView
from services.approvals.domain import adding
from services.approvals.use_cases.act_on_task import act_on_task


async def add_signers(task_id: UUID, command: AddSigners, uow: UnitOfWork) -> RequestView:
    said = command.comment
    return await act_on_task(
        task_id,
        lambda s, p, a: adding.add_signers(
            s, p, a, task_id, uow.actor.id, command.people, command.how, command.mode, said
        ),
        uow,
    )


async def delegate_task(task_id: UUID, command: DelegateTask, uow: UnitOfWork) -> RequestView:
    to, said = command.to, command.comment
    return await act_on_task(task_id, lambda s, p, a: adding.delegate(s, p, a, task_id, uow.actor.id, to, said), uow)


async def ask_about(task_id: UUID, command: AskAbout, uow: UnitOfWork) -> RequestView:
    to, said = command.to, command.comment
    return await act_on_task(task_id, lambda s, p, a: adding.ask(s, p, a, task_id, uow.actor.id, to, said), uow)


async def answer_task(task_id: UUID, command: AnswerTask, uow: UnitOfWork) -> RequestView:
    said = command.comment
    return await act_on_task(task_id, lambda s, p, a: adding.answer(s, p, a, task_id, uow.actor.id, said), uow)


async def remove_signer(task_id: UUID, command: RemoveSigner, uow: UnitOfWork) -> RequestView:
    """`task_id` is the task of the one who is sent away."""
    said = command.comment
    return await act_on_task(task_id, lambda s, p, a: adding.remove_signer(s, p, a, task_id, uow.actor.id, said), uow)
