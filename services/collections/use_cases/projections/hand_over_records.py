"""What becomes of somebody's open records when they are handed over?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from chassis.records.people import appoint_successor
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.hand_over import DebtsHandedOver, PersonHandedOver
from services.collections.store import ownership
from services.collections.use_cases.projections.project_customer import keep_customer


async def hand_over_records(event: PersonHandedOver, uow: UnitOfWork) -> None:
    """All to the successor, at once; whose they are then is said in one event."""
    async with uow.begin() as work:
        to = await appoint_successor(work, event.person_id, event.to_id)
        if to is None:
            raise NotYet("person", event.to_id)
        moved = await ownership.hand_over(work, event.person_id, to, by=event.by_id)
        if any(moved.values()):
            same = event.model_dump(include={"handover_id", "person_id", "person_name"})
            work.emit(DebtsHandedOver(**same, owner_id=to.id, version=1, **_counts(moved)))


async def hand_over_of_customer(event: CustomerHandedOver, uow: UnitOfWork) -> None:
    """What its former owner has open there goes along with the customer."""
    async with uow.begin() as work:
        to = await keep_customer(work, event)
        if to is None:
            raise NotYet("person", str(event.owner_id))
        if event.former_owner_id is None:
            return
        of_customer = {"by": event.by_id, "customer_id": event.customer_id}
        moved = await ownership.hand_over(work, event.former_owner_id, to, **of_customer)
        if any(moved.values()):
            work.emit(
                DebtsHandedOver(
                    handover_id=event.handover_id, person_id=event.former_owner_id,
                    person_name=event.former_owner_name, owner_id=to.id, customer_id=event.customer_id,
                    records=[id for ids in moved.values() for id in ids], version=1, **_counts(moved),
                )
            )  # fmt: skip


def _counts(moved: dict[str, list[UUID]]) -> dict[str, int]:
    return {name: len(ids) for name, ids in moved.items()}
