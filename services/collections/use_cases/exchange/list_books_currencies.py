"""In which currency are books kept?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.exchange import BooksCurrencyView
from services.collections.store.exchange import rates


async def list_books_currencies(uow: UnitOfWork) -> list[BooksCurrencyView]:
    """The house's, and those of the actor's legal entities."""
    async with uow.begin() as work:
        return [row.view() for row in await rates.list_books(work)]
