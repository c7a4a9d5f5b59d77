"""What happens when a signer says yes, says no, sends back or hands on?"""

from collections.abc import Callable
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.requests import ApproveTask, Decision, RejectTask, RequestView, ReturnTask, TransferTask
from messages.approvals.states import TaskState, Verdict
from services.approvals.domain import verbs
from services.approvals.domain.record import Case
from services.approvals.domain.seen import must_have_seen
from services.approvals.domain.showing import request_view
from services.approvals.domain.standing import Ruling
from services.approvals.store.cases import lock_case_of_task
from services.approvals.store.tasks import find_seen
from services.approvals.use_cases.attach_to_request import must_be_attached
from services.approvals.use_cases.carry_out import carry_out, must_see

Verb = Callable[[Case, Work], Ruling]


async def approve_task(task_id: UUID, command: ApproveTask, uow: UnitOfWork) -> RequestView:
    return await _decide(task_id, command, Verdict.APPROVE, approving(task_id, command), uow)


async def reject_task(task_id: UUID, command: RejectTask, uow: UnitOfWork) -> RequestView:
    return await _decide(task_id, command, Verdict.REJECT, rejecting(task_id, command), uow)


def approving(task_id: UUID, command: Decision) -> Verb:
    def approve(case: Case, work: Work) -> Ruling:
        asked = case.asked(work.now)
        return verbs.approve(
            case.standing, case.policy, asked, task_id, work.actor.id, command.comment, command.attachments
        )

    return approve


def rejecting(task_id: UUID, command: Decision) -> Verb:
    def reject(case: Case, work: Work) -> Ruling:
        asked = case.asked(work.now)
        return verbs.reject(
            case.standing, case.policy, asked, task_id, work.actor.id, command.comment, command.attachments
        )

    return reject


async def return_task(task_id: UUID, command: ReturnTask, uow: UnitOfWork) -> RequestView:
    def return_(case: Case, work: Work) -> Ruling:
        asked, said = case.asked(work.now), command.comment
        return verbs.return_(
            case.standing,
            case.policy,
            asked,
            task_id,
            work.actor.id,
            said,
            command.to_step,
            command.then,
            command.attachments,
        )

    return await _decide(task_id, command, Verdict.RETURN, return_, uow)


async def transfer_task(task_id: UUID, command: TransferTask, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        case = await lock_case_of_task(work, task_id)
        await must_see(work, case, "task", task_id)
        if work.repeated or _handed_on(case, task_id, command.to):
            return request_view(case)
        asked = case.asked(work.now)
        ruling = verbs.transfer(case.standing, case.policy, asked, task_id, work.actor.id, command.to, command.comment)
        return request_view(await carry_out(work, case, ruling))


async def _decide(task_id: UUID, command: Decision, verdict: Verdict, verb: Verb, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        return await decide_in(work, task_id, command, verdict, verb)


async def decide_in(work: Work, task_id: UUID, command: Decision, verdict: Verdict, verb: Verb) -> RequestView:
    """The same decision again shows what stands. What may not be done is told before what was not seen."""
    case = await lock_case_of_task(work, task_id)
    await must_see(work, case, "task", task_id)
    if work.repeated or _said_already(case, task_id, work.actor.id, verdict):
        return request_view(case)
    ruling = verb(case, work)
    now_hash = case.standing.content_hash
    if command.content_hash != now_hash:
        seen = await find_seen(work, case.record.id, command.content_hash)
        must_have_seen(command.content_hash, now_hash, seen, case.record.signed)
    await must_be_attached(work, case, command.attachments)
    return request_view(await carry_out(work, case, ruling))


def _said_already(case: Case, task_id: UUID, actor: UUID, verdict: Verdict) -> bool:
    said = (TaskState.DONE, verdict, actor)
    signers = (signer for step in case.standing.steps for signer in step.signers if signer.task_id == task_id)
    return any((signer.state, signer.verdict, signer.person_id) == said for signer in signers)


def _handed_on(case: Case, task_id: UUID, to: UUID) -> bool:
    for step in case.standing.steps:
        for signer in step.signers:
            if signer.task_id == task_id and signer.verdict is Verdict.TRANSFER:
                return any(other.position == signer.position and other.person_id == to for other in step.signers)
    return False
