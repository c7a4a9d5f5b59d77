"""In which currency does a legal entity keep its books, and for how long does a rate count?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.exchange import BooksCurrencySet, BooksCurrencyView, SetBooksCurrency
from services.collections.domain.exchange import must_keep_books_currency
from services.collections.domain.shards import derived_id
from services.collections.store.exchange import rates


async def set_books_currency(command: SetBooksCurrency, uow: UnitOfWork) -> list[BooksCurrencyView]:
    """From the next money on. The same again changes nothing."""
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /books-currencies")
        if not work.repeated:  # somebody may have set it anew since
            await _set(work, command)
        return [row.view() for row in await rates.list_books(work)]


async def _set(work: Work, command: SetBooksCurrency) -> None:
    entity = command.legal_entity_id
    now = await rates.lock_books(work, entity) or await rates.find_books(work, entity)
    if now is not None:
        is_used = await rates.is_valued(work, entity)
        must_keep_books_currency(now.currency, command.currency, is_used=is_used)
    found = await rates.save_books(work, command)
    if found is not None:
        own = found.model_dump(include={*BooksCurrencySet.model_fields} - {"books_currency_id"})
        work.emit(BooksCurrencySet(books_currency_id=derived_id("books_currency", entity), **own))
