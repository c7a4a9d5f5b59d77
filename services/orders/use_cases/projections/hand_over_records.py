"""What becomes of somebody's open records when they are handed over?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from chassis.records.people import appoint_successor, lock_owner_for_share
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.hand_over import OrdersHandedOver, PersonHandedOver
from services.orders.store import ownership, projections


async def hand_over_records(event: PersonHandedOver, uow: UnitOfWork) -> None:
    """All to the successor, at once; whose they are then is said in one event."""
    async with uow.begin() as work:
        to = await appoint_successor(work, event.person_id, event.to_id)
        if to is None:
            raise NotYet("person", event.to_id)
        moved = await ownership.hand_over(work, event.person_id, to)
        if moved["orders"]:
            same = event.model_dump(include={"handover_id", "person_id", "person_name"})
            work.emit(OrdersHandedOver(**same, owner_id=to.id, version=1, orders=len(moved["orders"])))


async def hand_over_of_customer(event: CustomerHandedOver, uow: UnitOfWork) -> None:
    """What its former owner has open there goes along with the customer."""
    async with uow.begin() as work:
        to = await lock_owner_for_share(work, event.owner_id) if event.owner_id else None
        if to is None:
            raise NotYet("person", str(event.owner_id))
        await projections.project_customer(work, event)
        if event.former_owner_id is None:
            return
        moved = await ownership.hand_over(work, event.former_owner_id, to, customer_id=event.customer_id)
        if moved["orders"]:
            work.emit(
                OrdersHandedOver(
                    handover_id=event.handover_id, person_id=event.former_owner_id,
                    person_name=event.former_owner_name, owner_id=to.id, customer_id=event.customer_id,
                    records=moved["orders"], orders=len(moved["orders"]), version=1,
                )
            )  # fmt: skip
