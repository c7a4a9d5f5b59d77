"""What happens when a returned request is submitted again?"""

from dataclasses import replace
from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, ResubmitRequest
from messages.approvals.states import RequestState
from messages.errors import Forbidden
from services.approvals.domain.asking import only_its_process, preparers
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.conditions import typed
from services.approvals.domain.record import Case
from services.approvals.domain.rounds import resubmit
from services.approvals.domain.showing import request_view
from services.approvals.store.cases import lock_case
from services.approvals.store.keeping import renew_content
from services.approvals.use_cases.carry_out import carry_out, must_see


async def resubmit_request(request_id: UUID, command: ResubmitRequest, uow: UnitOfWork) -> RequestView:
    """By the requester, or by the process that asks for him. Sent twice, it shows what stands."""
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        await must_see(work, case, "request", request_id)
        if not work.actor.is_process and work.actor.id != case.record.requester_id:
            raise Forbidden("resubmit")
        only_its_process(case.record.policy, case.record.process_id, is_process=work.actor.is_process)
        hash = content_hash(command.content, [each.model_dump() for each in command.attachments])
        again = case.standing.state is RequestState.PENDING and case.standing.content_hash == hash
        if work.repeated or (again and case.standing.round > 1):
            return request_view(case)
        before = case.record.signed
        facts = typed(command.facts, case.policy.facts)
        standing = replace(
            case.standing, content_hash=hash, prepared_by=preparers(command.prepared_by, facts, case.policy),
            facts=facts,
        )  # fmt: skip
        record = replace(case.record, content=command.content, attachments=tuple(command.attachments), edited={})
        case = Case(record, standing, case.policy, case.people)
        ruling = resubmit(standing, case.policy, case.asked(work.now), before, record.signed, command.comment)
        await renew_content(work, Case(record, ruling.standing, case.policy, case.people))
        return request_view(await carry_out(work, case, ruling))
