"""How is a customer graded now, because somebody in finance asks for it?"""

from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.grading.grades import CreditStandingView
from services.collections.store import projections
from services.collections.store.grading import facts, records
from services.collections.use_cases.grading.grade_customers import grade_customers
from services.collections.use_cases.grading.show_credit_file import standing_view


async def review_credit(customer_id: UUID, uow: UnitOfWork) -> CreditStandingView:
    """By what is known at this moment. The same key again shows how he stands."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        if work.repeated:
            return standing_view(customer, (await records.standings_of(work, [customer.id])).get(customer.id))
        await facts.lock_customers(work, [customer.id])
        standings = await grade_customers(work, [customer], "asked")
        return standing_view(customer, standings[customer.id])
