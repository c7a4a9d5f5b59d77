"""What does the keeper have done when a timer of a request that no process asked for is due?"""

from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.clocks import NOT_RESUBMITTED, RETURNED_AT_MOST, ProcessDueTimers, ProcessedTimers
from messages.approvals.states import RequestState
from services.approvals.domain.acts.timeout import fire
from services.approvals.domain.acts.withdrawal import withdraw
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.request import Request
from services.approvals.store.requests.requests import lock_request
from services.approvals.store.requests.timers import CLOCK, put_off_next
from services.approvals.use_cases.steps.apply import apply

TRIED_AGAIN_AFTER = timedelta(minutes=15)


async def process_due_timers(command: ProcessDueTimers, uow: UnitOfWork) -> ProcessedTimers:
    """Each in a transaction of its own, whole: what had fired before a fault has fired, the rest is due next time."""
    handled = 0
    while handled < command.limit and (id := await _put_off(uow)) is not None:
        await _handle(id, uow)
        handled += 1
    async with uow.begin() as work:
        nearest = await CLOCK.set_anew(work)
    return ProcessedTimers(handled=handled, next_due_at=nearest, more=nearest is not None and nearest <= work.now)


async def _put_off(uow: UnitOfWork) -> UUID | None:
    async with uow.begin() as work:
        return await put_off_next(work, TRIED_AGAIN_AFTER)


async def _handle(id: UUID, uow: UnitOfWork) -> None:
    async with uow.begin() as work:
        request = await lock_request(work, id)
        await apply(work, request, _due(request, work))


def _due(request: Request, work: Work) -> Transition:
    """Every timer that is due by now; what was returned and not submitted again is withdrawn."""
    progress, context = request.progress, request.context(work.now)
    if progress.state is RequestState.RETURNED:
        if progress.settled_at is None or progress.settled_at + RETURNED_AT_MOST > work.now:
            return Transition(progress)
        return withdraw(progress, context, progress.requester_id, NOT_RESUBMITTED)
    transition = Transition(progress)
    for step in progress.steps:
        last = len(step.timers) - 1
        transition = transition.then(fire(transition.progress, context, step.key, step.round, last))
    return transition
