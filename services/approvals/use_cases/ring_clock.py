"""What happens when the process says that a bell is due?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import RequestView, RingClock
from services.approvals.domain.ringing import ring
from services.approvals.domain.showing import request_view
from services.approvals.store.cases import lock_case
from services.approvals.use_cases.carry_out import carry_out


async def ring_clock(request_id: UUID, step: str, command: RingClock, uow: UnitOfWork) -> RequestView:
    """The answer is what stands, whoever was first: the clock or a decision. Too early or stale changes nothing."""
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        ruling = ring(case.standing, case.policy, case.asked(work.now), step, command.round, command.rung)
        return request_view(await carry_out(work, case, ruling))
