"""How is collections asked about exchange rates?"""

from datetime import date

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.exchange import BooksCurrencyView, ExchangeRateView, SetBooksCurrency, SetExchangeRate
from messages.imports import ImportBatch, ImportReport
from messages.money import Currency
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS
from services.collections.use_cases import exchange

router = APIRouter(tags=["exchange"])


@router.get("/exchange-rates", dependencies=[needs(*READERS)])
async def list_exchange_rates(
    uow: Uow,
    base: Currency | None = None,
    quote: Currency | None = None,
    day: date | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ExchangeRateView]:
    return await exchange.list_exchange_rates(uow, base=base, quote=quote, day=day, cursor=cursor, limit=limit)


@router.post("/exchange-rates", dependencies=[needs(Role.FINANCE), keyed()])
async def set_exchange_rate(command: SetExchangeRate, uow: Uow) -> ExchangeRateView:
    return await exchange.set_exchange_rate(command, uow)


@router.post("/exchange-rates/import", dependencies=[needs(Role.FINANCE)])
async def import_exchange_rates(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await exchange.import_exchange_rates(batch, uow)


@router.get("/books-currencies", dependencies=[needs(*READERS)])
async def list_books_currencies(uow: Uow) -> list[BooksCurrencyView]:
    return await exchange.list_books_currencies(uow)


@router.post("/books-currencies", dependencies=[needs(Role.FINANCE), keyed()])
async def set_books_currency(command: SetBooksCurrency, uow: Uow) -> list[BooksCurrencyView]:
    return await exchange.set_books_currency(command, uow)
