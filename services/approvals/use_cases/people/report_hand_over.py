"""What was moved when somebody's work was handed over?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import HandOverReport
from messages.hand_over import RecordsHandedOver
from services.approvals.store.people import hand_overs

WHO = {"handover_id", "person_id", "person_name", "owner_id", "customer_id", "records", "version"}


async def report_hand_over(event: RecordsHandedOver, uow: UnitOfWork) -> None:
    """A service says how many of its records are the successor's now."""
    async with uow.begin() as work:
        await hand_overs.add_records(work, event.handover_id, event.model_dump(exclude=WHO))


async def list_hand_overs(person_id: UUID, uow: UnitOfWork) -> list[HandOverReport]:
    async with uow.begin() as work:
        return await hand_overs.list_hand_overs(work, person_id)
