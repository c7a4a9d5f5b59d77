"""At what rates is money taken in another currency, and in which are the books kept?"""

import csv
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import Unreadable
from console.pages.money.payments import tabs
from console.pages.parts.responses import Key, done, list_page, more
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Listing, Worded
from messages.base import Page
from messages.collections.exchange import (
    EVERYWHERE,
    BooksCurrencyView,
    ExchangeRateView,
    SetBooksCurrency,
    SetExchangeRate,
)
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/exchange-rates")

PATH = "/exchange-rates"
COLUMNS = ("day", "rate_said", "rate_source", "legal_entity_id", "set_at")
OF_BOOKS = ("legal_entity_id", "books_currency", "valid_days", "set_at")
ROW = ("day", "base", "quote", "rate", "source")


@router.get("")
async def exchange_rates(request: Request, person: Reader, gateway: Gateway, cursor: str | None = None) -> Response:
    """The newest day first."""
    found = await gateway.get("collections", PATH, Page[ExchangeRateView], cursor=cursor, limit=50)
    rows: list[tuple[Cell, ...]] = [
        (one.day, f"1 {one.base} = {one.rate} {one.quote}", one.source, _entity(one.legal_entity_id), one.set_at)
        for one in found.items
    ]
    listing = Listing(
        "nav.exchange_rates", COLUMNS, rows, more(found, PATH), tabs=tabs("exchange_rates"),
        actions=_actions(person), empty="empty.exchange_rates",
    )  # fmt: skip
    return list_page(request, person, listing)


def _actions(person: Person) -> list[Action]:
    seen = [Action("see_books_currencies", f"{PATH}/books", page=True)]
    if not person.may(Role.FINANCE):
        return seen
    today = now().astimezone(person.zone).date().isoformat()
    one = (
        Input("day", "date", today), Input("base"), Input("quote", value="CNY"), Input("rate", "money"),
        Input("source"), Input("legal_entity_id", value=EVERYWHERE),
    )  # fmt: skip
    many = (
        Input("exchange_rows", "area", hint="hint.exchange_rows"), Input("legal_entity_id", value=EVERYWHERE),
    )  # fmt: skip
    return [
        Action("set_exchange_rate", PATH, one, "primary"),
        Action("import_exchange_rates", f"{PATH}/import", many),
        *seen,
    ]


@router.post("")
async def set_exchange_rate(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    day: Annotated[date, Form()],
    base: Annotated[str, Form()] = "",
    quote: Annotated[str, Form()] = "",
    rate: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
    legal_entity_id: Annotated[str, Form()] = "",
) -> Response:
    said = {"legal_entity_id": legal_entity_id, "base": base.upper(), "quote": quote.upper(), "day": day}
    command = SetExchangeRate.model_validate(said | {"rate": rate.strip(), "source": source})
    await gateway.post("collections", PATH, command, key=key)
    return done(request, PATH, text("message.saved", person.lang))


@router.post("/import")
async def import_exchange_rates(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    exchange_rows: Annotated[str, Form()] = "",
    legal_entity_id: Annotated[str, Form()] = "",
) -> Response:
    """As they stand in a table or a file: what is known just so is left, what is wrong is told."""
    rows = _rows(exchange_rows, legal_entity_id)
    if not rows:
        raise Unreadable("exchange_rows", "input.missing")
    batch = ImportBatch(rows=rows, source="console")
    report = await gateway.post("collections", f"{PATH}/import", batch, ImportReport, key=key)
    said = text(
        "message.import_exchange_rates", person.lang, accepted=report.accepted, duplicate=report.duplicate
    )  # fmt: skip
    wrong = [f"{one.line}: {error.text}" for one in report.rows for error in one.errors]
    if wrong:
        told = {"invalid": report.invalid, "why": "; ".join(wrong[:3])}
        said = f"{said} {text('message.exchange_rows_wrong', person.lang, **told)}"
    return done(request, PATH, said)


def _rows(written: str, legal_entity_id: str) -> list[dict[str, Any]]:
    """Without a line of names; the cells of a row that is too short are missing."""
    sign = max(",\t;", key=written.count)
    lines = csv.reader(written.splitlines(), delimiter=sign)
    return [
        {"line": line, "legal_entity_id": legal_entity_id, **dict(zip(ROW, map(str.strip, cells), strict=False))}
        for line, cells in enumerate(lines, start=1)
        if cells and cells[0].strip()[:1].isdigit()
    ]


@router.get("/books")
async def books_currencies(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("collections", "/books-currencies", list[BooksCurrencyView])
    rows: list[tuple[Cell, ...]] = [
        (_entity(one.legal_entity_id), one.currency, one.valid_days, one.set_at) for one in found
    ]
    inputs = (
        Input("legal_entity_id"), Input("currency", value="CNY"), Input("valid_days", "number", "0"),
    )  # fmt: skip
    actions = [Action("set_books_currency", f"{PATH}/books", inputs)] if person.may(Role.FINANCE) else []
    listing = Listing(
        "console.books_currencies", OF_BOOKS, rows, tabs=tabs("exchange_rates"), actions=actions,
        empty="empty.books_currencies",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.post("/books")
async def set_books_currency(
    request: Request,
    gateway: Gateway,
    person: Reader,
    key: Key,
    valid_days: Annotated[int, Form(ge=0, le=31)] = 0,
    legal_entity_id: Annotated[str, Form()] = "",
    currency: Annotated[str, Form()] = "",
) -> Response:
    said = {"legal_entity_id": legal_entity_id, "currency": currency.upper(), "valid_days": valid_days}
    await gateway.post("collections", "/books-currencies", SetBooksCurrency.model_validate(said), key=key)
    return done(request, f"{PATH}/books", text("message.saved", person.lang))


def _entity(legal_entity_id: str) -> Cell:
    return Worded("console.everywhere") if legal_entity_id == EVERYWHERE else legal_entity_id
