"""What is known of a customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerView
from services.deals.store import customers
from services.deals.store.customer_care.segments import customer_view


async def show_customer(id: UUID, uow: UnitOfWork) -> CustomerView:
    """Also of one that was joined to another."""
    async with uow.begin() as work:
        return await customer_view(work, await customers.get_itself(work, id))
