"""What do people see of a customer's statement of account 对账单?"""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from chassis.base.clock import now
from chassis.records.spreadsheets import XLSX, workbook
from console.pages.parts.downloads import download, rows_of_all
from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Cell, Link, Worded
from messages.collections.credit import CreditsView
from messages.collections.statements import Balance, Statement, StatementMove
from messages.texts import text

router = APIRouter(prefix="/statements")

COLUMNS = ("moved_at", "act", "number", "owes_more", "owes_less", "balance")
BALANCES = ("day", "owed", "advance", "to_refund", "balance")
MOST_ROWS = 20_000  # of a file


@router.get("/{customer_id}")
async def statement(
    request: Request,
    customer_id: UUID,
    person: Reader,
    gateway: Gateway,
    currency: str = "",
    first_on: str = "",
    last_on: str = "",
    cursor: str | None = None,
) -> Response:
    """Of this month so far, in the currency in which the customer owes, when nothing else is asked for."""
    currencies = await _currencies(gateway, customer_id)
    query = _query(person, currency or currencies[0], first_on, last_on)
    seen = await _get(gateway, customer_id, query, cursor)
    here = f"/statements/{customer_id}"
    shown: dict[str, Any] = {
        "columns": COLUMNS,
        "rows": [_row(move) for move in seen.moves],
        "balances": [_balance(seen.first_on, seen.opening, "opening"), _balance(seen.last_on, seen.closing, "closing")],
        "balance_columns": BALANCES,
        "sums": {"owes_more": seen.charged, "owes_less": seen.credited},
        "currencies": sorted({*currencies, seen.currency}),
        "file": f"{here}/export?{urlencode(query)}",
        "print": f"{here}/pdf?{urlencode(query)}",
        "next": f"{here}?{urlencode({**query, 'cursor': seen.next})}" if seen.next else None,
    }
    return page(request, "money/statement.html", person, seen=seen, **shown)


@router.get("/{customer_id}/export")
async def export_statement(
    customer_id: UUID, person: Reader, gateway: Gateway, currency: str, first_on: str, last_on: str
) -> Response:
    """The whole period as a spreadsheet."""
    query = _query(person, currency, first_on, last_on)
    seen = await _get(gateway, customer_id, query, None, limit=100)
    moves = await rows_of_all(
        seen, lambda page: page.moves, lambda next: _get(gateway, customer_id, query, next, limit=100), most=MOST_ROWS
    )
    head = [text(f"field.{name}", person.lang) for name in COLUMNS]
    rows = [
        _file_balance(seen.opening, "opening", person.lang),
        *(_file_row(move, seen, person.lang) for move in moves),
    ]
    rows.append((None, text("console.sum", person.lang), None, seen.charged.amount, seen.credited.amount, None))
    rows.append(_file_balance(seen.closing, "closing", person.lang))
    name = f"{seen.customer_name}-{seen.currency}-{seen.first_on}-{seen.last_on}.xlsx"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(workbook(seen.currency, head, rows), media_type=XLSX, headers=headers)


@router.get("/{customer_id}/pdf")
async def print_statement(
    customer_id: UUID, person: Reader, gateway: Gateway, currency: str, first_on: str, last_on: str
) -> Response:
    """The whole period, to be printed or sent."""
    query = {**_query(person, currency, first_on, last_on), "lang": person.lang}
    return download(await gateway.fetch("collections", f"/statements/{customer_id}/pdf?{urlencode(query)}"))


def _query(person: Person, currency: str, first_on: str, last_on: str) -> dict[str, Any]:
    today = now().astimezone(person.zone).date()
    first = first_on or today.replace(day=1).isoformat()
    return {"currency": currency, "first_on": first, "last_on": last_on or max(today.isoformat(), first)}


async def _currencies(gateway: ServiceGateway, customer_id: UUID) -> list[str]:
    """In which money of the customer ever moved, the most of it first."""
    found = await gateway.get("collections", f"/credits/{customer_id}", CreditsView)
    credits = sorted(found.credits, key=lambda one: -(one.owed.amount + one.unallocated.amount))
    return [one.owed.currency for one in credits] or ["CNY"]


async def _get(
    gateway: ServiceGateway, customer_id: UUID, query: dict[str, Any], cursor: str | None, limit: int = 50
) -> Statement:
    asked = {**query, "cursor": cursor, "limit": limit}
    return await gateway.get("collections", f"/statements/{customer_id}", Statement, **asked)


def _row(move: StatementMove) -> tuple[Cell, ...]:
    charges = move.amount.amount > 0
    return (
        move.at,
        Worded(f"act.{move.act}"),
        _number(move),
        move.amount if charges else None,
        None if charges else -move.amount,
        move.balance,
    )


def _number(move: StatementMove) -> Cell:
    """Leads to the record that it is about."""
    found = (("refunds", move.refund_id), ("receivables", move.receivable_id), ("payments", move.payment_id))
    return next((Link(move.number, f"/{place}/{id}") for place, id in found if id), move.number)


def _balance(day: date, balance: Balance, which: str) -> tuple[Cell, ...]:
    said = Worded(f"console.{which}", {"day": day})
    return (said, balance.owed, balance.advance or None, balance.to_refund or None, balance.total)


def _file_row(move: StatementMove, seen: Statement, lang: str) -> tuple[Any, ...]:
    charges, at = move.amount.amount > 0, move.at.astimezone(ZoneInfo(seen.tz))
    charged, credited = (move.amount.amount, None) if charges else (None, -move.amount.amount)
    return (at, text(f"act.{move.act}", lang), move.number, charged, credited, move.balance.amount)


def _file_balance(balance: Balance, which: str, lang: str) -> tuple[Any, ...]:
    return (None, text(f"console.{which}_balance", lang), None, None, None, balance.total.amount)
