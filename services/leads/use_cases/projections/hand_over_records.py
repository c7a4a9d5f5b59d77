"""What becomes of somebody's open records when they are handed over?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from chassis.records.people import appoint_successor
from messages.hand_over import LeadsHandedOver, PersonHandedOver
from services.leads.store import hand_over
from services.leads.store.distribution import transfers
from services.leads.store.projections import move_customers
from services.leads.use_cases.steps.end_owners import lapse_offers


async def hand_over_records(event: PersonHandedOver, uow: UnitOfWork) -> None:
    """All to the successor, at once; whose they are then is said in one event."""
    async with uow.begin() as work:
        to = await appoint_successor(work, event.person_id, event.to_id)
        if to is None:
            raise NotYet("person", event.to_id)
        await move_customers(work, event.person_id, to.id)
        moved = await hand_over.hand_over(work, event.person_id, to)
        await lapse_offers(work, await transfers.list_between(work, event.person_id, to.id))  # to himself, then
        await transfers.hand_over(work, event.person_id, to.id)
        if any(moved.values()):
            same = event.model_dump(include={"handover_id", "person_id", "person_name"})
            work.emit(LeadsHandedOver(**same, owner_id=to.id, version=1, **moved))
