"""What does the keeper have done when the clock of a request that no process asked for rings?"""

from datetime import timedelta
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.clocks import RETURNED_AT_MOST, SweepClocks, SweptClocks
from messages.approvals.states import RequestState
from services.approvals.domain.record import Case
from services.approvals.domain.ringing import ring
from services.approvals.domain.standing import Ruling
from services.approvals.domain.verbs import withdraw
from services.approvals.store.cases import lock_case
from services.approvals.store.clocks import CLOCK, put_off_next
from services.approvals.use_cases.carry_out import carry_out

TRIED_AGAIN_AFTER = timedelta(minutes=15)
NOT_MENDED = "not submitted again"


async def sweep_clocks(command: SweepClocks, uow: UnitOfWork) -> SweptClocks:
    """Each in a transaction of its own, whole: what had rung before a fault has rung, the rest is due the next time."""
    handled = 0
    while handled < command.limit and (id := await _put_off(uow)) is not None:
        await _handle(id, uow)
        handled += 1
    async with uow.begin() as work:
        nearest = await CLOCK.set_anew(work)
    return SweptClocks(handled=handled, next_due_at=nearest, more=nearest is not None and nearest <= work.now)


async def _put_off(uow: UnitOfWork) -> UUID | None:
    async with uow.begin() as work:
        return await put_off_next(work, TRIED_AGAIN_AFTER)


async def _handle(id: UUID, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        case = await lock_case(work, id)
        await carry_out(work, case, _due(case, work))


def _due(case: Case, work: Work) -> Ruling:
    """Every bell that is due by now; what was returned and not submitted again is withdrawn."""
    standing, asked = case.standing, case.asked(work.now)
    if standing.state is RequestState.RETURNED:
        if standing.settled_at is None or standing.settled_at + RETURNED_AT_MOST > work.now:
            return Ruling(standing)
        return withdraw(standing, asked, standing.requester_id, NOT_MENDED)
    ruling = Ruling(standing)
    for step in standing.steps:
        last = len(step.bells) - 1
        ruling = ruling.then(ring(ruling.standing, case.policy, asked, step.key, step.round, last))
    return ruling
