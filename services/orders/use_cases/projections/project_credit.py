"""How much does a customer owe, and how late is it?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.credit import CreditChanged
from services.orders.store import orders
from services.orders.store import projections as store


async def project_credit(event: CreditChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await orders.mark_in_debts(work, event)  # orders before the credit, as all who lock both
        await store.project_credit(work, event)
