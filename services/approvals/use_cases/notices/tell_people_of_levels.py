"""Who is notified of many dunning levels that are reached at one moment?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.envelope import Envelope
from messages.collections.receivables import LevelEvent, ReceivableOverdue, ReceivableReminded
from services.approvals.domain.notices.own_occasions import OCCASIONS
from services.approvals.domain.people.directory import Directory
from services.approvals.store.people.directory import find_directory
from services.approvals.store.requests.tasks import lock_ended_of_each, lock_todos
from services.approvals.use_cases.steps.ask_by_levels import Level, ask_by_levels
from services.approvals.use_cases.steps.todos import set_all

KINDS: dict[str, type[LevelEvent]] = {one.subject: one for one in (ReceivableOverdue, ReceivableReminded)}


async def tell_people_of_levels(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
    """What `tell_people` does of each, in one transaction; each is of another receivable."""
    async with uow.begin() as work:
        people = await find_directory(work)
        levels = [_level(envelope) for envelope in envelopes if envelope.id in work.claimed]
        await _end_former(work, levels, people)
        await ask_by_levels(work, levels, people)


def _level(envelope: Envelope) -> Level:
    event = envelope.event(KINDS[envelope.type])
    assert isinstance(event, LevelEvent)
    return Level(OCCASIONS[type(event)], event, envelope.as_cause)


async def _end_former(work: Work, levels: Sequence[Level], people: Directory) -> None:
    """Nobody has to remind of what is late by now."""
    ending = [level for level in levels if level.occasion.closes]
    if not ending:
        return
    kinds = sorted({kind for level in ending for kind in level.occasion.closes})
    versions = {level.event.receivable_id: level.event.version for level in ending}
    over = await lock_ended_of_each(work, versions, kinds)
    if over:
        locked, _ = await lock_todos(work, [one.id for one in over])
        causes = {level.event.receivable_id: level.cause for level in ending}
        await set_all(work, list(locked.values()), {}, people=people, causes=causes)
