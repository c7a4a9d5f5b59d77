"""What is known of a customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerView
from services.deals.store import customers


async def show_customer(id: UUID, uow: UnitOfWork) -> CustomerView:
    async with uow.begin() as work:
        return (await customers.get_itself(work, id)).view()
