"""What is common to all acts on a request: whose eyes it is for, and writing down and telling what happened?"""

from uuid import UUID

from chassis.identity import Actor
from chassis.unit_of_work import Work
from messages.approvals.clocks import ClockMoved
from messages.errors import NotFound
from services.approvals.domain.clocks import next_due
from services.approvals.domain.record import Case
from services.approvals.domain.standing import Ruling
from services.approvals.domain.telling import facts_of
from services.approvals.store.clocks import CLOCK
from services.approvals.store.keeping import keep
from services.approvals.store.tasks import was_asked
from services.approvals.use_cases.note_deliveries import note_deliveries


async def carry_out(work: Work, case: Case, ruling: Ruling) -> Case:
    """The case after the act. An act that changed nothing writes and tells nothing."""
    after = await keep(work, case, ruling)
    if after is not case:
        facts = facts_of(after.record, case.standing, ruling, after.policy, work.actor.id, after.record.version)
        for fact in facts:
            work.emit(fact)
        await note_deliveries(work, case, after, ruling, facts)
        await _tell_keeper(work, case, after)
    return after


async def _tell_keeper(work: Work, before: Case, after: Case) -> None:
    """The keeper of clocks looks again when the nearest of all rings earlier than it knows."""
    known, rings = next_due(before.record, before.standing), next_due(after.record, after.standing)
    if rings is None or (known is not None and known <= rings):
        return
    version = await CLOCK.wake(work, rings)
    if version is not None:
        work.emit(ClockMoved(clock_id=CLOCK.id, next_due_at=rings, version=version))


async def must_see(work: Work, case: Case, kind: str, id: UUID) -> None:
    """In scope, or has asked, or is or was asked to sign. Anything else is not there (404)."""
    if not await may_see(work, case, work.actor):
        raise NotFound(kind, id)


async def may_see(work: Work, case: Case, actor: Actor) -> bool:
    record = case.record
    if case.concerns(actor.id) or actor.scope.covers(
        owner_id=record.requester_id, owner_unit=record.owner_unit, legal_entity_id=record.legal_entity_id
    ):
        return True
    return await was_asked(work, record.id, actor.id)
