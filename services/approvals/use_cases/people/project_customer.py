"""For which customers may accounts be opened, and by whom?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customers import CustomerEvent
from services.approvals.store.people import customer_accounts as store


async def project_customer(event: CustomerEvent, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await store.project_customer(work, event)
