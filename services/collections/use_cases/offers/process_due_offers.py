"""Whose terms are offered by another policy than is his by now?"""

from chassis.db.unit_of_work import UnitOfWork
from services.collections.store.grading import facts, records
from services.collections.store.offers.offers import lock_due
from services.collections.use_cases.offering.offer_terms import offer_terms

BATCH = 200


async def process_due_offers(uow: UnitOfWork) -> bool:
    """A batch of them, each by one keeper at a time; whether there may be more. Who is graded has his days of credit
    from it, and is graded anew; of others nothing is known but that they are customers. What follows for others goes
    out after what people do."""
    async with uow.begin_import() as work:
        ids = await lock_due(work, BATCH)
        if ids:
            customers = await records.customers_of(work, ids)
            await offer_terms(work, customers, {}, {})
            await facts.review_at_once(work, ids)
        return len(ids) == BATCH
