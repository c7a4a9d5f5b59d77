"""How are the lines and payment terms of a contract written in a form?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter

from console.form_input import KeptInput, Unreadable, amount, whole
from console.pages.parts.written_terms import read_terms
from console.service_gateway import ServiceGateway
from console.session import Person
from console.wording.offered_terms import said_offer
from console.wording.words import plain
from messages.base import Page
from messages.deals.contracts import ContractLine, ContractView
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.orders.products import ProductView
from messages.payment_terms.words import said

LINES = TypeAdapter(list[ContractLine])
LINE = ("product_id", "quantity", "price")
FIRST_TERM = Instalment(percent=Decimal(100))
BLANK_LINES = 2  # rows to fill in besides those that are there; empty ones do not count


@dataclass(frozen=True)
class Draft:
    """What the form shows at first. `version`: of the contract that was read."""

    path: str
    button: str
    contract: ContractView | None = None
    offer: OfferedTerms | None = None  # to the customer, by now

    @property
    def clauses(self) -> str:
        return self.contract.clauses if self.contract else ""

    def lines(self, kept: KeptInput) -> list[dict[str, str]]:
        """The rows, with empty ones at the end."""
        there = self.contract.lines if self.contract else []
        rows = [
            {"product_id": str(one.product_id), "quantity": str(one.quantity), "price": str(one.price.amount)}
            for one in there
        ]
        return _with_blanks(kept.rows(self.path, LINE) or rows, LINE, BLANK_LINES)

    def terms(self, kept: KeptInput, lang: str) -> str:
        """In words, as they are read again; at first those that the customer is offered."""
        first = self.offer.terms if self.offer else [FIRST_TERM]
        return kept.of(self.path, "terms", said(self.contract.terms if self.contract else first, lang))

    def offered(self, lang: str) -> str:
        """Why these, or which he would be offered."""
        return said_offer(self.offer, lang) if self.offer else ""


def _with_blanks(rows: list[dict[str, str]], names: Sequence[str], blanks: int) -> list[dict[str, str]]:
    filled = [row for row in rows if row[names[0]]]
    return filled + [dict.fromkeys(names, "") for _ in range(blanks)]


async def product_choices(gateway: ServiceGateway, person: Person) -> list[tuple[str, str]]:
    """What can be sold, at which list price."""
    found = await gateway.get("orders", "/products", Page[ProductView], limit=100)
    return [(str(item.id), f"{item.code} · {item.name} · {plain(item.price, person.lang)}") for item in found.items]


async def typed_terms(request: Request, gateway: ServiceGateway) -> tuple[list[ContractLine], list[Instalment], str]:
    """What the form says. Raises Unreadable or ValidationError."""
    form = await request.form()
    lines = await typed_lines(form, gateway)
    if not lines:
        raise Unreadable("product_id", "input.missing")
    return lines, read_terms(form), str(form.get("clauses") or "")


async def typed_lines(form: Any, gateway: ServiceGateway) -> list[ContractLine]:
    """One without a price is sold at its list price. Raises Unreadable or ValidationError."""
    wanted = _rows(form, LINE)
    listed = {} if all(row["price"] for row in wanted) else await _list_prices(gateway)
    return LINES.validate_python([_line(row, listed, place) for place, row in enumerate(wanted)])


async def currency_of(gateway: ServiceGateway, lines: Sequence[ContractLine]) -> str:
    """That of the first product's list price."""
    product = await gateway.get("orders", f"/products/{lines[0].product_id}", ProductView)
    return product.price.currency


def _rows(form: Any, names: Sequence[str]) -> list[dict[str, str]]:
    columns = [[str(one).strip() for one in form.getlist(name)] for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row[names[0]]]


def _line(row: dict[str, str], listed: dict[UUID, Decimal], place: int) -> dict[str, Any]:
    product = _id(row["product_id"], place)
    price = amount("price", row["price"], place) if row["price"] else listed.get(product, Decimal(0))
    return {"product_id": product, "quantity": whole("quantity", row["quantity"] or "1", place), "price": price}


def _id(typed: str, place: int) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise Unreadable("product_id", "input.other", place) from wrong


async def _list_prices(gateway: ServiceGateway) -> dict[UUID, Decimal]:
    found = await gateway.get("orders", "/products", Page[ProductView], limit=100)
    return {item.id: item.price.amount for item in found.items}
