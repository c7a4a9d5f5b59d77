"""What would an order cost: each line's share, the charges, the tax, and what its approvers will see?"""

from collections.abc import Sequence
from dataclasses import dataclass

from console.session import Person
from console.view_models import Cell, Field, Table, Worded
from messages.orders.orders import OrderLineView
from messages.orders.previews import OrderPreview
from messages.orders.pricing import ChargeView


@dataclass(frozen=True)
class Figures:
    """Or the reason why there are none."""

    sums: Sequence[Field] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[Worded] = ()
    problem: str = ""


def figures_of(seen: OrderPreview, person: Person) -> Figures:
    """As the server computed them."""
    sums: list[Field] = [(name, money) for name in ("discount", "tax") if (money := getattr(seen, name))]
    if seen.discount_percent:
        sums.append(("discount_percent", seen.discount_percent))
    return Figures([("total", seen.total), *sums], [_lines(seen), *charges_table(seen.charges)], _notes(seen))


def line_columns(*, has_discount: bool, has_tax: bool) -> tuple[str, ...]:
    """With the figures of discount and tax where there are any."""
    return (
        *(("discount", "amount", "share", "net") if has_discount else ("amount",)),
        *(("tax_rate", "tax", "total") if has_tax else ()),
    )


def charges_table(charges: Sequence[ChargeView]) -> list[Table]:
    rows: list[tuple[Cell, ...]] = [
        (Worded(f"value.charge.{one.kind}"), one.name, one.tax_rate, one.tax, one.total) for one in charges
    ]
    return [Table("field.charges", ("charge", "name", "tax_rate", "tax", "total"), rows)] if rows else []


def _lines(seen: OrderPreview) -> Table:
    money = line_columns(has_discount=bool(seen.discount), has_tax=bool(seen.tax))
    columns = ("product_code", "product_name", "quantity", "in_stock", "list_price", "price", *money)
    return Table("field.lines", columns, [[_cell(seen, line, name) for name in columns] for line in seen.lines])


def _cell(seen: OrderPreview, line: OrderLineView, name: str) -> Cell:
    if name == "in_stock":
        return seen.free.get(line.product_id)
    value: Cell = getattr(line, name)
    return value


def _notes(seen: OrderPreview) -> list[Worded]:
    """What sends it up the line of approval, and what is missing."""
    wanted: dict[str, tuple[int, int]] = {}
    for line in seen.lines:
        if line.product_id in seen.free:
            pieces, _ = wanted.get(line.product_code, (0, 0))
            wanted[line.product_code] = pieces + line.quantity, seen.free[line.product_id]
    short = [code for code, (pieces, free) in wanted.items() if pieces > free]
    found = []
    if seen.below_floor:
        found.append(Worded("console.below_floor", {"products": ", ".join(seen.below_floor)}, "busy"))
    if seen.price_deviation:
        found.append(Worded("console.price_deviation", {"percent": seen.price_deviation}, "busy"))
    if short:
        found.append(Worded("console.short_of", {"products": ", ".join(short)}, "busy"))
    return found
