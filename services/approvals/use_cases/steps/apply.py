"""How is a transition applied to a request: saved, published, notified; and who may see the request?"""

from uuid import UUID

from chassis.auth.identity import Actor
from chassis.db.unit_of_work import Work
from messages.approvals.clocks import ClockMoved
from messages.errors import Forbidden, NotFound
from services.approvals.domain.acts.revocation import has_power
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.timers import next_due
from services.approvals.domain.views.events import events_of
from services.approvals.store.requests.persistence import save
from services.approvals.store.requests.tasks import was_asked
from services.approvals.store.requests.timers import CLOCK
from services.approvals.use_cases.steps.queue_deliveries import queue_deliveries
from services.approvals.use_cases.steps.returned_work import follow_returned_work


async def apply(work: Work, request: Request, transition: Transition) -> Request:
    """The request after it. A transition that changed nothing saves and publishes nothing."""
    after = await save(work, request, transition)
    if after is not request:
        published = events_of(request.progress, after, transition, work.actor.id)
        for event in published:
            work.emit(event)
        await queue_deliveries(work, request, after, transition, published)
        await _wake_up_keeper(work, request, after)
        await follow_returned_work(work, request, after)
    return after


async def _wake_up_keeper(work: Work, before: Request, after: Request) -> None:
    """The keeper of clocks is woken when the nearest of all timers is due earlier than it knows."""
    known, due_at = next_due(before.header, before.progress), next_due(after.header, after.progress)
    if due_at is None or (known is not None and known <= due_at):
        return
    version = await CLOCK.wake(work, due_at)
    if version is not None:
        work.emit(ClockMoved(clock_id=CLOCK.id, next_due_at=due_at, version=version))


async def must_see(work: Work, request: Request, kind: str, id: UUID) -> None:
    """In scope, or has asked, or is or was asked to sign. Anything else is not there (404)."""
    if not await may_see(work, request, work.actor):
        raise NotFound(kind, id)


async def may_see(work: Work, request: Request, actor: Actor) -> bool:
    header = request.header
    if request.concerns(actor.id) or actor.scope.covers(
        owner_id=header.requester_id, owner_unit=header.owner_unit, legal_entity_id=header.legal_entity_id
    ):
        return True
    if has_power(request.context(work.now), actor.id):
        return True
    return await was_asked(work, header.id, actor.id)


def must_take_part(work: Work, request: Request, verb: str) -> None:
    """Has asked, or is or was asked to sign or answer; or is a process."""
    if not work.actor.is_process and not request.takes_part(work.actor.id):
        raise Forbidden(verb)
