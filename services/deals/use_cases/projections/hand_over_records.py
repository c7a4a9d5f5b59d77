"""What becomes of somebody's open records when they are handed over?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from chassis.records.people import appoint_successor
from messages.hand_over import DealsHandedOver, PersonHandedOver
from services.deals.store import ownership


async def hand_over_records(event: PersonHandedOver, uow: UnitOfWork) -> None:
    """All to the successor, at once; whose they are then is said in one event."""
    async with uow.begin() as work:
        to = await appoint_successor(work, event.person_id, event.to_id)
        if to is None:
            raise NotYet("person", event.to_id)
        moved = await ownership.hand_over(work, event.person_id, to)
        counts = {name: len(ids) for name, ids in moved.items()}
        if any(counts.values()):
            same = event.model_dump(include={"handover_id", "person_id", "person_name"})
            work.emit(DealsHandedOver(**same, owner_id=to.id, version=1, **counts))
