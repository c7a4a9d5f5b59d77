"""What happens when an operator frees a request?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.acts import MoveRequest, ResolveAgain
from messages.approvals.requests import RequestView
from services.approvals.domain import rescuing
from services.approvals.domain.showing import request_view
from services.approvals.store.cases import lock_case
from services.approvals.use_cases.carry_out import carry_out, must_see


async def resolve_again(request_id: UUID, command: ResolveAgain, uow: UnitOfWork) -> RequestView:
    """The signers of an open step are found again, by the people as they are now."""
    return await _free(request_id, command, uow, rescuing.resolve_again)


async def move_request(request_id: UUID, command: MoveRequest, uow: UnitOfWork) -> RequestView:
    return await _free(request_id, command, uow, rescuing.move)


async def _free(
    request_id: UUID, command: ResolveAgain | MoveRequest, uow: UnitOfWork, verb: rescuing.Freeing
) -> RequestView:
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        await must_see(work, case, "request", request_id)
        if work.repeated:
            return request_view(case)
        asked = case.asked(work.now)
        ruling = verb(case.standing, case.policy, asked, work.actor.id, command.step, command.comment)
        return request_view(await carry_out(work, case, ruling))
