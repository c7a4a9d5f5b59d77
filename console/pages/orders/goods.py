"""What do people see of the goods of an order: lines with free stock, shipments, what comes back, what changes?"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from console.pages.orders.order_figures import line_columns
from console.pages.parts.status_chips import chip
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Action, Cell, Input, Link, Table, Worded
from messages.base import Page
from messages.orders.order_changes import OrderChangeView
from messages.orders.orders import GoodsState, LineStock, OrderStatus, OrderView
from messages.orders.returns import ReturnView
from messages.orders.shipments import ShipmentView
from messages.texts import text

TONES = {GoodsState.RECEIVED: "good", GoodsState.NONE: "plain"}
MORE_THAN_ONE = 2
CLOSABLE = (OrderStatus.CONFIRMED, OrderStatus.RESERVED)
CHANGEABLE = (*CLOSABLE, OrderStatus.SHIPPED, OrderStatus.RECEIVED)


@dataclass(frozen=True)
class OrderGoods:
    """Of one order; `ids` of what somebody may have to do something about."""

    shipments: Sequence[ShipmentView]
    stock: Sequence[LineStock]
    returns: Page[ReturnView]
    changes: Page[OrderChangeView]

    @property
    def ids(self) -> list[UUID]:
        others = (*(one.id for one in self.returns.items), *(one.id for one in self.changes.items))
        return [*(one.id for one in self.shipments), *others]

    @property
    def tables(self) -> list[Table]:
        return [*changes_table(self.changes), shipments_table(self.shipments), *returns_table(self.returns)]


async def goods_of_order(gateway: ServiceGateway, order_id: UUID) -> OrderGoods:
    """Asked at once."""
    return OrderGoods(
        *await gather(
            gateway.get("orders", f"/orders/{order_id}/shipments", list[ShipmentView]),
            gateway.get("orders", f"/orders/{order_id}/stock", list[LineStock]),
            gateway.get("orders", "/returns", Page[ReturnView], order_id=order_id, limit=50),
            gateway.get("orders", "/order-changes", Page[OrderChangeView], order_id=order_id, limit=50),
        )
    )


def goods_of(seen: OrderView) -> Worded | None:
    """How far they have come; of an order of which nothing has left there is nothing to say."""
    return None if seen.goods is GoodsState.NONE else Worded(f"goods.{seen.goods}", tone=TONES.get(seen.goods, "busy"))


def order_lines(seen: OrderView, stock: Sequence[LineStock] | None = None) -> Table:
    """`stock`: what is free of each product, at all sites; None: not asked."""
    money = line_columns(has_discount=bool(seen.discount), has_tax=bool(seen.tax))
    columns = ["product_code", "product_name", "quantity", "price", *money, "reserved", "shipped", "received"]
    columns += [name for name in ("closed", "returned") if any(getattr(line, name) for line in seen.lines)]
    rows: list[list[Cell]] = [[getattr(line, name) for name in columns] for line in seen.lines]
    if stock is not None:
        free = free_of(stock)
        columns.append("free_stock")
        rows = [[*row, free.get(line.product_id)] for row, line in zip(rows, seen.lines, strict=True)]
    return Table("field.lines", columns, rows)


def free_of(stock: Sequence[LineStock]) -> Mapping[UUID, int]:
    free: dict[UUID, int] = {}
    for item in stock:
        free[item.product_id] = free.get(item.product_id, 0) + item.free
    return free


def shipments_table(found: Sequence[ShipmentView]) -> Table:
    columns = ("number", "status", "carrier", "tracking", "sent_at", "received_at")
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/shipments/{one.id}"),
            chip("shipment", one.status),
            one.carrier,
            one.tracking,
            one.sent_at,
            one.received_at,
        )
        for one in found
    ]
    return Table("console.shipments", columns, rows)


def returns_table(found: Page[ReturnView]) -> list[Table]:
    """Nothing where nobody ever wanted to send anything back."""
    if not found.items:
        return []
    columns = ("number", "status", "shipment", "worth", "credited", "reason", "requested_at")
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/returns/{one.id}"),
            chip("return", one.status),
            Link(one.shipment_number, f"/shipments/{one.shipment_id}"),
            one.worth,
            one.credited,
            one.reason,
            one.requested_at,
        )
        for one in found.items
    ]
    return [Table("nav.returns", columns, rows)]


def changes_table(found: Page[OrderChangeView]) -> list[Table]:
    """Nothing where nobody ever wanted it otherwise."""
    if not found.items:
        return []
    columns = ("number", "status", "difference", "reason", "requested_at", "changed_at")
    rows: list[tuple[Cell, ...]] = [
        (
            Link(one.number, f"/order-changes/{one.id}"),
            chip("order_change", one.status),
            one.difference.difference,
            one.reason,
            one.requested_at,
            one.applied_at,
        )
        for one in found.items
    ]
    return [Table("nav.order_changes", columns, rows)]


def change_order(seen: OrderView) -> list[Action]:
    """Of one that was approved (ORD-84), while no other change waits (ORD-85)."""
    if seen.status not in CHANGEABLE or seen.open_change_id is not None:
        return []
    return [Action("change_order", f"/orders/{seen.id}/change", page=True)]


def pieces_left(seen: OrderView, stock: Sequence[LineStock] | None, person: Person) -> list[Input]:
    """Per line: all that is reserved, of which less may leave now. Where the goods lie stands beside it."""
    at: dict[UUID, list[tuple[str, str]]] = {}
    for item in stock or ():
        if item.on_hand:
            at.setdefault(item.product_id, []).append((item.site, f"{item.site} {item.on_hand}"))
    found: list[Input] = []
    for row, line in enumerate(line for line in seen.lines if line.reserved):
        left = line.quantity - line.closed - line.shipped
        there = at.get(line.product_id, [])
        sites = ", ".join(shown for _, shown in there) or "–"
        words = text("console.open_and_stock", person.lang, open=left, stock=sites)
        found += [
            Input("line", "hidden", str(line.line), row=row),
            Input("product_id", "hidden", str(line.product_id), row=row),
            Input(
                "quantity",
                "number",
                str(line.reserved),
                label=f"{line.product_code} · {line.product_name} ({words})",
                row=row,
            ),
            _site(line.product_code, there, row, person),
        ]
    return found


def _site(code: str, there: Sequence[tuple[str, str]], row: int, person: Person) -> Input:
    """Where the goods of a line leave from, when they lie at several sites."""
    if len(there) < MORE_THAN_ONE:
        return Input("site", "hidden", "", row=row)
    where = [("", text("value.where_reserved", person.lang)), *there]
    label = f"{code} · {text('field.site', person.lang)}"
    return Input("site", "select", options=where, required=False, label=label, row=row)


def close_short(seen: OrderView) -> list[Action]:
    """Where some of it has left and some has not (ORD-77)."""
    has_rest = any(line.shipped + line.closed < line.quantity for line in seen.lines)
    if seen.status not in CLOSABLE or not has_rest or not any(line.shipped for line in seen.lines):
        return []
    path = f"/orders/{seen.id}/close-short"
    return [Action("close_short", path, (Input("reason"),), "danger", sure="sure.close_short")]
