"""Whose records have changed since he was graded, or who was not looked at for a day?"""

from chassis.db.unit_of_work import UnitOfWork
from services.collections.store.grading import facts, records
from services.collections.use_cases.grading.grade_customers import grade_customers

BATCH = 200


async def process_due_reviews(uow: UnitOfWork) -> bool:
    """A batch of them, each by one keeper at a time; whether there may be more. What follows for others goes out after
    what people do. Asked again at the same moment there is nothing left to do."""
    async with uow.begin_import() as work:
        ids = await facts.lock_due(work, BATCH)
        if ids:
            await grade_customers(work, await records.customers_of(work, ids), "records")
        return len(ids) == BATCH
