"""What becomes of the to-dos about a customer's records that went to another owner?"""

from collections.abc import Collection
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customer_care.moves import CustomerHandedOver
from messages.hand_over import RecordsHandedOver
from services.approvals.store.people import customer_accounts
from services.approvals.store.people.directory import find_directory
from services.approvals.use_cases.steps.move_todos import lock_todos_of, move_todos


async def follow_customer(event: CustomerHandedOver, uow: UnitOfWork) -> None:
    """Whose he is, is known here too; what his former owner was to do about the records that went along, the new one
    is."""
    async with uow.begin() as work:
        await customer_accounts.project_customer(work, event)
        if event.former_owner_id is not None and event.owner_id is not None:
            await _move(work, event.records, event.former_owner_id, event.owner_id)


async def follow_records(event: RecordsHandedOver, uow: UnitOfWork) -> None:
    """The same of the records of other services; of a person who gave everything away nothing is left to move."""
    if event.records:
        async with uow.begin() as work:
            await _move(work, event.records, event.person_id, event.owner_id)


async def _move(work: Work, records: Collection[UUID], former: UUID, to: UUID) -> None:
    todos = [todo for todo in await lock_todos_of(work, former) if todo.about.id in records]
    if todos:
        await move_todos(work, todos, (await find_directory(work)).nearest_here(to))
