"""How is an order written in a form, and what does the form say?"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from console.form_input import KeptInput, Unreadable, amount, unit_price, whole
from console.pages.parts.written_terms import read_terms
from console.service_gateway import ServiceGateway
from console.wording.offered_terms import said_offer
from messages.base import Page
from messages.deals.offered_terms import OfferedTerms
from messages.orders.orders import OrderView
from messages.orders.placing import MOST_LINES, THIRTY_DAYS, OrderLine, PlaceOrder
from messages.orders.previews import OrderDraft, OrderPreview
from messages.orders.pricing import Charge, OrderPricing, Percent
from messages.orders.products import ProductView
from messages.orders.returns import ReturnView
from messages.payment_terms.words import said as said_terms

PATH = "/orders/new"
LINE = ("product", "quantity", "price", "discount", "tax_rate")
CHARGE = ("charge", "charge_amount", "charge_tax_rate", "charge_name")
PERCENT: TypeAdapter[Decimal] = TypeAdapter(Percent)
NO_LINES = ("product", "input.missing")
BLANK_LINES, BLANK_CHARGES = 3, 1  # rows to fill in besides those that are there; empty ones do not count


@dataclass(frozen=True)
class Draft:
    """What the form shows at first; for whom it is, and under which contract."""

    customer_name: str
    customer_id: UUID | None = None
    contract_id: UUID | None = None
    contract_number: str = ""
    rows: Sequence[Mapping[str, str]] = ()
    charge_rows: Sequence[Mapping[str, str]] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    exchange_of: UUID | None = None
    exchange_number: str = ""
    path: str = PATH
    columns: Sequence[str] = LINE
    offer: OfferedTerms | None = None  # to the customer, by now

    def lines(self, kept: KeptInput) -> list[Mapping[str, str]]:
        """The rows, with empty ones at the end."""
        return _with_blanks(kept.rows(self.path, self.columns) or self.rows, self.columns, BLANK_LINES)

    def charges(self, kept: KeptInput) -> list[Mapping[str, str]]:
        rows = kept.rows(self.path, CHARGE) or self.charge_rows
        return _with_blanks([row for row in rows if row["charge_amount"]], CHARGE, BLANK_CHARGES)

    def terms(self, kept: KeptInput, lang: str) -> str:
        """Of an order without a contract, in words; at first those that the customer is offered."""
        return kept.of(self.path, "terms", said_terms(self.offer.terms if self.offer else [THIRTY_DAYS], lang))

    def offered(self, lang: str) -> str:
        """Why these, or which he would be offered."""
        return said_offer(self.offer, lang) if self.offer else ""

    def value(self, kept: KeptInput, name: str) -> str:
        return kept.of(self.path, name, self.values.get(name, ""))


def draft_of_contract(rest: OrderPreview) -> Draft:
    """All that is left of the contract."""
    rows = [_row(line.product_code, line.quantity) for line in rest.lines]
    return Draft(rest.customer_name, contract_id=rest.contract_id, contract_number=rest.contract_number, rows=rows)


def draft_of_copy(copy: OrderDraft, past: OrderView) -> Draft:
    """A past order again."""
    codes = {line.product_id: line.product_code for line in past.lines}
    order, pricing = copy.order, copy.order.pricing
    return Draft(
        past.customer_name,
        order.customer_id,
        order.contract_id,
        past.contract_number if order.contract_id else "",
        [_row(codes[line.product_id], line.quantity, line.discount_percent) for line in order.lines],
        charge_rows(pricing),
        {"order_discount": percent_text(pricing.discount_percent), "ship_to": order.ship_to,
         "tax_included": "" if pricing.tax_included else "no"},
        copy.left_out,
    )  # fmt: skip


def draft_of_exchange(goods: ReturnView, past: OrderView) -> Draft:
    """The same goods again, under the contract that they are from."""
    return Draft(
        past.customer_name,
        None if past.contract_id else past.customer_id,
        past.contract_id,
        past.contract_number,
        [_row(line.product_code, line.quantity) for line in goods.lines],
        values={"ship_to": past.ship_to},
        exchange_of=goods.id,
        exchange_number=goods.number,
    )


def charge_rows(pricing: OrderPricing) -> list[dict[str, str]]:
    """As they are typed."""
    return [
        dict(zip(CHARGE, (one.kind.value, str(one.amount), percent_text(one.tax_rate), one.name), strict=True))
        for one in pricing.charges
    ]


async def typed_order(request: Request, gateway: ServiceGateway) -> PlaceOrder:
    """Raises Unreadable or ValidationError."""
    form = await request.form()
    said = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    rows = typed_rows(form, LINE)
    ids = await product_ids(gateway, [row["product"] for row in rows])
    lines = [OrderLine(**line_fields(row, ids, place)) for place, row in enumerate(rows)]
    if not lines:
        raise Unreadable(*NO_LINES)
    contract_id, customer_id = said.get("contract_id") or None, said.get("customer_id") or None
    origin: dict[str, Any] = {"contract_id": contract_id} if contract_id else {"customer_id": customer_id}
    if not contract_id:
        origin["terms"] = read_terms(form)
    origin |= {
        "exchange_of": said.get("exchange_of") or None,
        "lines": lines,
        "ship_to": said.get("ship_to", ""),
        "deliver_on": said.get("deliver_on") or None,
    }
    return PlaceOrder.model_validate(origin | {"pricing": typed_pricing(form)})


def typed_pricing(form: Any) -> OrderPricing:
    """Of the whole order. Raises Unreadable or ValidationError."""
    said = {name: str(form.get(name) or "").strip() for name in ("order_discount", "final_amount", "tax_included")}
    rows = typed_rows(form, CHARGE, needed="charge_amount")
    return OrderPricing(
        charges=[_charge(row, place) for place, row in enumerate(rows)],
        **_discount("order_discount", said["order_discount"], 0),
        final_amount=amount("final_amount", said["final_amount"]) if said["final_amount"] else None,
        tax_included=said["tax_included"] != "no",
    )


async def product_ids(gateway: ServiceGateway, codes: Sequence[str]) -> dict[str, UUID]:
    """By code, a hundred with one question."""
    wanted = sorted({*codes})[:MOST_LINES]
    parts = [wanted[at : at + 100] for at in range(0, len(wanted), 100)]
    asked = [gateway.get("orders", "/products", Page[ProductView], code=part, limit=100) for part in parts]
    return {item.code: item.id for found in await gather(*asked) for item in found.items}


def line_fields(row: Mapping[str, str], ids: Mapping[str, UUID], place: int) -> dict[str, Any]:
    """Of one typed line. Raises Unreadable."""
    if row["product"] not in ids:
        raise Unreadable("product", "input.no_product", place)
    return {
        "product_id": ids[row["product"]],
        "quantity": whole("quantity", row["quantity"] or "1", place),
        "price": unit_price("price", row["price"], place) if row["price"] else None,
        **_discount("discount", row["discount"], place),
        "tax_rate": _rate("tax_rate", row["tax_rate"], place) if row["tax_rate"] else None,
    }


def _charge(row: Mapping[str, str], place: int) -> Charge:
    rate = _rate("charge_tax_rate", row["charge_tax_rate"] or "0", place)
    paid = amount("charge_amount", row["charge_amount"], place)
    return Charge.model_validate({"kind": row["charge"], "name": row["charge_name"], "amount": paid, "tax_rate": rate})


def _discount(name: str, typed: str, place: int) -> dict[str, Any]:
    """10% is in percent, 10 an amount."""
    if not typed:
        return {}
    if typed.endswith(("%", "％")):
        return {"discount_percent": _rate(name, typed, place)}
    return {"discount_amount": amount(name, typed, place)}


def _rate(name: str, typed: str, place: int) -> Decimal:
    """13 and 13% are 13. Raises Unreadable, also where it is not between 0 and 100 with two decimals."""
    try:
        return PERCENT.validate_python(typed.rstrip("%％ "))
    except ValidationError as wrong:
        raise Unreadable(name, "input.percent", place) from wrong


def _row(code: str, quantity: int, discount: Decimal | None = None) -> dict[str, str]:
    return dict.fromkeys(LINE, "") | {"product": code, "quantity": str(quantity), "discount": percent_text(discount)}


def percent_text(rate: Decimal | None) -> str:
    """As it is typed; nothing of none."""
    return f"{rate.normalize():f}%" if rate else ""


def typed_rows(form: Any, names: Sequence[str], needed: str = "product") -> list[dict[str, str]]:
    """Those that are filled in."""
    columns = [[str(one).strip() for one in form.getlist(name)] for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row[needed]]


def _with_blanks(rows: Sequence[Mapping[str, str]], names: Sequence[str], blanks: int) -> list[Mapping[str, str]]:
    filled = [row for row in rows if any(row.values())] if names is CHARGE else [row for row in rows if row["product"]]
    return [*filled, *(dict.fromkeys(names, "") for _ in range(blanks))]
