"""Keep what deals tells of a customer's name and collections of his debts."""

from chassis.unit_of_work import UnitOfWork
from messages.collections.receivables import CreditChanged
from messages.deals.customers import CustomerAdded, CustomerChanged
from services.orders.store import contracts as store


async def note_name(event: CustomerAdded | CustomerChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await store.note_customer(work, event)


async def note_credit(event: CreditChanged, uow: UnitOfWork) -> None:
    """The newest version counts, in whatever order they come."""
    async with uow.begin() as work:
        await store.note_credit(work, event)
