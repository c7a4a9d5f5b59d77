"""Which exchange rates are known?"""

from datetime import date

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.exchange import ExchangeRateView
from services.collections.store.exchange import rates
from services.collections.tables.columns import ExchangeRates


async def list_exchange_rates(
    uow: UnitOfWork, *, base: str | None, quote: str | None, day: date | None, cursor: str | None, limit: int
) -> Page[ExchangeRateView]:
    """The newest day first: the house's, and those of the actor's legal entities."""
    async with uow.begin() as work:
        query = rates.query_rates(work, base=base, quote=quote, day=day)
        key = (ExchangeRates.day, ExchangeRates.id)
        return await page_of(
            work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row.view()
        )
