"""What happens when the requester takes the request back?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, WithdrawRequest
from services.approvals.domain.showing import request_view
from services.approvals.domain.verbs import withdraw
from services.approvals.store.cases import lock_case
from services.approvals.use_cases.carry_out import carry_out, must_see


async def withdraw_request(request_id: UUID, command: WithdrawRequest, uow: UnitOfWork) -> RequestView:
    """A process withdraws for the requester (the record was cancelled). Again changes nothing."""
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        await must_see(work, case, "request", request_id)
        actor = case.record.requester_id if work.actor.is_process else work.actor.id
        ruling = withdraw(case.standing, case.asked(work.now), actor, command.comment)
        return request_view(await carry_out(work, case, ruling))
