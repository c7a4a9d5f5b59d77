"""How is a statement of account 对账单 printed?"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.documents import pdf_of
from messages.base import Page
from messages.collections.statements import Balance, Statement, StatementMove
from messages.money import Money
from messages.texts import text
from services.collections.domain.statements import MOST_PRINTED, must_be_printable
from services.collections.store import statements
from services.collections.use_cases.ledger.show_statement import statement_of

TEMPLATE = Path(__file__).parent / "statement.typ"
HEAD = ("moved_at", "act", "number", "owes_more", "owes_less", "balance")
BALANCES = ("day", "owed", "advance", "to_refund", "balance")


async def print_statement(
    customer_id: UUID, uow: UnitOfWork, *, currency: str, first_on: date, last_on: date, lang: str
) -> tuple[str, bytes]:
    """Its name as a file, and what it is: the whole period, as the ledger stands. Raises NotFound, COL-111."""
    async with uow.begin() as work:

        async def everything(query: Any, key: Any, view: Callable[[Any], StatementMove]) -> Page[StatementMove]:
            rows = await statements.first_moves(work, query, key, MOST_PRINTED)
            must_be_printable(has_more=len(rows) > MOST_PRINTED, last_on=last_on)
            return Page(items=[view(row) for row in rows])

        seen = await statement_of(
            work, customer_id, everything, currency=currency, first_on=first_on, last_on=last_on
        )  # fmt: skip
    name = f"{seen.customer_name}-{currency}-{first_on}-{last_on}.pdf"
    return name, await pdf_of(TEMPLATE, _data(seen, lang))


def _data(seen: Statement, lang: str) -> dict[str, Any]:
    zone = ZoneInfo(seen.tz)
    return {
        "lang": lang,
        "heading": text("nav.statement", lang),
        "customer": seen.customer_name,
        "period": f"{seen.first_on} – {seen.last_on} · {seen.currency}",
        "balance_head": ["", *_words(BALANCES[1:], lang)],
        "balances": [
            _balance(text("console.opening", lang, day=seen.first_on), seen.opening),
            _balance(text("console.closing", lang, day=seen.last_on), seen.closing),
        ],
        "head": _words(HEAD, lang),
        "moves": [_move(move, zone, lang) for move in seen.moves],
        "sum_word": text("console.sum", lang),
        "sums": [_said(seen.charged), _said(seen.credited), ""],
        "missing_word": text("print.missing", lang),
    }


def _words(names: Sequence[str], lang: str) -> list[str]:
    return [text(f"field.{name}", lang) for name in names]


def _balance(said: str, balance: Balance) -> list[str]:
    return [said, *(_said(money) for money in (balance.owed, balance.advance, balance.to_refund, balance.total))]


def _move(move: StatementMove, zone: ZoneInfo, lang: str) -> list[str]:
    charges = move.amount.amount > 0
    return [
        f"{move.at.astimezone(zone):%Y-%m-%d %H:%M}",
        text(f"act.{move.act}", lang),
        move.number,
        _said(move.amount) if charges else "",
        "" if charges else _said(-move.amount),
        _said(move.balance),
    ]


def _said(money: Money) -> str:
    return f"{money.amount:,.2f}"
