"""How are the lines and payment terms of a contract written in a form?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from fastapi import Request

from console.house import HouseClient
from console.session import Person
from console.typed import Kept, Unreadable, amount, whole
from console.words import plain
from messages.base import Page
from messages.deals.contracts import ContractLine, ContractView, Instalment, InstalmentTrigger
from messages.orders.products import ProductView

LINE = ("product_id", "quantity", "price")
TERM = ("percent", "trigger", "days")
BLANK_LINES, BLANK_TERMS = 2, 1  # rows to fill in besides those that are there; empty ones do not count
FIRST_TERM = {"percent": "100", "trigger": InstalmentTrigger.RECEIPT.value, "days": "30"}


@dataclass(frozen=True)
class Draft:
    """What the form shows at first. `version`: of the contract that was read."""

    path: str
    button: str
    contract: ContractView | None = None

    @property
    def clauses(self) -> str:
        return self.contract.clauses if self.contract else ""

    def lines(self, kept: Kept) -> list[dict[str, str]]:
        """The rows, with empty ones at the end."""
        there = self.contract.lines if self.contract else []
        rows = [
            {"product_id": str(one.product_id), "quantity": str(one.quantity), "price": str(one.price.amount)}
            for one in there
        ]
        return _with_blanks(kept.rows(self.path, LINE) or rows, LINE, BLANK_LINES)

    def terms(self, kept: Kept) -> list[dict[str, str]]:
        """The rows, with empty ones at the end."""
        there = self.contract.terms if self.contract else []
        rows = [
            {"percent": format(one.percent.normalize(), "f"), "trigger": one.trigger.value, "days": str(one.days)}
            for one in there
        ]
        return _with_blanks(kept.rows(self.path, TERM) or rows or [FIRST_TERM], TERM, BLANK_TERMS)


def _with_blanks(rows: list[dict[str, str]], names: Sequence[str], blanks: int) -> list[dict[str, str]]:
    said = [row for row in rows if row[names[0]]]
    return said + [dict.fromkeys(names, "") for _ in range(blanks)]


async def product_choices(house: HouseClient, person: Person) -> list[tuple[str, str]]:
    """What can be sold, at which list price."""
    found = await house.get("orders", "/products", Page[ProductView], limit=100)
    return [(str(one.id), f"{one.code} · {one.name} · {plain(one.price, person.lang)}") for one in found.items]


async def asked_terms(request: Request, house: HouseClient) -> tuple[list[ContractLine], list[Instalment], str]:
    """What the form says; a line without a price is sold at its list price. Raises Unreadable."""
    form = await request.form()
    wanted = _rows(form, LINE)
    listed = {} if all(row["price"] for row in wanted) else await _list_prices(house)
    lines = [_line(row, listed) for row in wanted]
    if not lines:
        raise Unreadable("lines", "input.missing")
    terms = [_instalment(row) for row in _rows(form, TERM)]
    if not terms:
        raise Unreadable("terms", "input.missing")
    return lines, terms, str(form.get("clauses") or "")


async def currency_of(house: HouseClient, lines: Sequence[ContractLine]) -> str:
    """That of the first product's list price."""
    product = await house.get("orders", f"/products/{lines[0].product_id}", ProductView)
    return product.price.currency


def _rows(form: Any, names: Sequence[str]) -> list[dict[str, str]]:
    columns = [[str(one).strip() for one in form.getlist(name)] for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row[names[0]]]


def _line(row: dict[str, str], listed: dict[UUID, Decimal]) -> ContractLine:
    product = _id(row["product_id"])
    price = amount("price", row["price"]) if row["price"] else listed.get(product, Decimal(0))
    return ContractLine(product_id=product, quantity=whole("quantity", row["quantity"] or "1"), price=price)


def _instalment(row: dict[str, str]) -> Instalment:
    try:
        percent = Decimal(row["percent"].rstrip("%"))
    except InvalidOperation as wrong:
        raise Unreadable("percent", "input.decimal_parsing") from wrong
    trigger = (
        InstalmentTrigger(row["trigger"]) if row["trigger"] in set(InstalmentTrigger) else InstalmentTrigger.RECEIPT
    )
    return Instalment(percent=percent, trigger=trigger, days=whole("days", row["days"] or "0"))


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as wrong:
        raise Unreadable("product_id", "input.other") from wrong


async def _list_prices(house: HouseClient) -> dict[UUID, Decimal]:
    found = await house.get("orders", "/products", Page[ProductView], limit=100)
    return {one.id: one.price.amount for one in found.items}
