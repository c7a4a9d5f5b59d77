"""How is an order that stands written in a form to be changed, and in what does the change differ from it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from console.form_input import Unreadable, whole
from console.pages.orders.order_draft import (
    LINE,
    NO_LINES,
    Draft,
    charge_rows,
    line_fields,
    percent_text,
    product_ids,
    typed_pricing,
    typed_rows,
)
from console.pages.orders.order_figures import Figures
from console.service_gateway import ServiceGateway
from console.view_models import Cell, Field, Table, Worded
from messages.orders.order_changes import ChangeFields, LineChange, OrderChangeView, OrderDifference
from messages.orders.orders import OrderView
from messages.orders.pricing import OrderPricing

COLUMNS = ("line", *LINE)
ARROW = " → "


@dataclass(frozen=True)
class EditWords:
    """The codes of what the form of an order that stands says; `reason`: whether one says why."""

    title: str
    hint: str
    lines: str
    figures: str
    empty: str
    submit: str
    reckon: str
    reason: bool = False


def draft_of_order(order: OrderView, path: str, columns: Sequence[str]) -> Draft:
    """As it stands."""
    return _draft(order, ChangeFields(), path, columns, _rows_of_order(order))


def draft_of_change(order: OrderView, path: str, change: OrderChangeView | None = None) -> Draft:
    """As it stands; or as a change that was sent back wants it."""
    rows = _rows_of_order(order) if change is None or change.wanted.lines is None else _rows_of_change(change)
    wanted = change.wanted if change else ChangeFields()
    return _draft(order, wanted, path, COLUMNS, rows, reason=change.reason if change else "")


async def typed_change(request: Request, gateway: ServiceGateway) -> dict[str, Any]:
    """The fields of a change. No pieces of a line: it is removed. Raises Unreadable or ValidationError."""
    said = await typed_lines(request, gateway, COLUMNS)
    return said | {"version": str((await request.form()).get("version") or "").strip() or None}


async def typed_lines(request: Request, gateway: ServiceGateway, columns: Sequence[str]) -> dict[str, Any]:
    """Lines of which there are pieces, what is agreed of the whole, and the delivery. Raises Unreadable or
    ValidationError."""
    form = await request.form()
    rows = typed_rows(form, columns)
    ids = await product_ids(gateway, [row["product"] for row in rows])
    read = [(row.get("line"), line_fields(row, ids, place)) for place, row in enumerate(rows)]
    lines = [fields | ({"line": whole("line", line)} if line else {}) for line, fields in read if fields["quantity"]]
    if not lines:
        raise Unreadable(*NO_LINES)
    said = {name: str(form.get(name) or "").strip() for name in ("ship_to", "deliver_on")}
    return {
        "lines": lines,
        "pricing": typed_pricing(form),
        "ship_to": said["ship_to"],
        "deliver_on": said["deliver_on"] or None,
    }


def _draft(
    order: OrderView,
    wanted: ChangeFields,
    path: str,
    columns: Sequence[str],
    rows: Sequence[dict[str, str]],
    *,
    reason: str = "",
) -> Draft:
    pricing = wanted.pricing or order.pricing
    deliver_on = wanted.deliver_on or order.deliver_on
    return Draft(
        order.customer_name,
        contract_id=order.contract_id,
        contract_number=order.contract_number,
        rows=rows,
        charge_rows=charge_rows(pricing),
        values={
            "order_discount": _discount(pricing),
            "final_amount": "" if pricing.final_amount is None else str(pricing.final_amount),
            "tax_included": "" if pricing.tax_included else "no",
            "ship_to": order.ship_to if wanted.ship_to is None else wanted.ship_to,
            "deliver_on": deliver_on.isoformat() if deliver_on else "",
            "version": str(order.version),
            "reason": reason,
        },
        path=path,
        columns=columns,
    )


def figures_of_change(seen: OrderDifference) -> Figures:
    """As the server reckoned them: before → after, where that differs."""
    sums: list[Field] = [("total", both(seen.total_before, seen.total_after)), ("difference", seen.difference)]
    if seen.ship_to_before != seen.ship_to_after:
        sums.append(("ship_to", both(seen.ship_to_before, seen.ship_to_after)))
    if seen.deliver_on_before != seen.deliver_on_after:
        sums.append(("deliver_on", both(seen.deliver_on_before, seen.deliver_on_after)))
    return Figures(sums, [difference_table(seen)], _notes(seen))


def difference_table(seen: OrderDifference) -> Table:
    """The lines that differ."""
    lines = [line for line in seen.lines if line.differs]
    discount = ["discount"] if any(line.discount_before or line.discount_after for line in lines) else []
    tax_rate = ["tax_rate"] if any(line.taxes_differ for line in lines) else []
    columns = ["product_code", "product_name", "quantity", "price", *discount, *tax_rate, "total"]
    return Table("console.changed_lines", columns, [_cells(line, columns) for line in lines])


def both(before: object, after: object) -> str:
    """Money as its figures: the currency stands in the difference."""
    first, second = _text(before), _text(after)
    return first if first == second else f"{first}{ARROW}{second}"


def _cells(line: LineChange, columns: Sequence[str]) -> list[Cell]:
    return [
        getattr(line, name)
        if name.startswith("product")
        else both(getattr(line, f"{name}_before"), getattr(line, f"{name}_after"))
        for name in columns
    ]


def _text(value: object) -> str:
    amount = getattr(value, "amount", value)
    return "–" if amount is None or amount == "" else str(amount)


def _notes(seen: OrderDifference) -> list[Worded]:
    """What sends it further up, and what is missing."""
    found = []
    if seen.difference.amount > 0:
        found.append(Worded("console.costs_more", tone="busy"))
    if seen.lower_price or seen.deviates_more:
        found.append(Worded("console.lower_price", tone="busy"))
    if seen.below_floor:
        found.append(Worded("console.below_floor", {"products": ", ".join(seen.below_floor)}, "busy"))
    if seen.short:
        found.append(Worded("console.short_of", {"products": ", ".join(seen.short)}, "busy"))
    return found


def _discount(pricing: OrderPricing) -> str:
    return str(pricing.discount_amount) if pricing.discount_amount else percent_text(pricing.discount_percent)


def _rows_of_order(order: OrderView) -> list[dict[str, str]]:
    return [
        {
            "line": str(line.line),
            "product": line.product_code,
            "quantity": str(line.quantity),
            "price": str(line.price.amount),
            "discount": percent_text(line.discount_percent)
            or (str(line.discount.amount) if line.discount and line.discount_percent is None else ""),
            "tax_rate": percent_text(line.tax_rate),
        }
        for line in order.lines
    ]


def _rows_of_change(change: OrderChangeView) -> list[dict[str, str]]:
    codes = {line.product_id: line.product_code for line in change.difference.lines}
    return [
        {
            "line": str(line.line or ""),
            "product": codes[line.product_id],
            "quantity": str(line.quantity),
            "price": "" if line.price is None else str(line.price),
            "discount": str(line.discount_amount) if line.discount_amount else percent_text(line.discount_percent),
            "tax_rate": percent_text(line.tax_rate),
        }
        for line in change.wanted.lines or ()
    ]
