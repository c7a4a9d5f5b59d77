"""Which orders get the goods that are on the shelves? Part of what reserving, counting and undoing do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.unit_of_work import Work
from messages.orders.orders import OrderReserved
from services.orders.domain import lifecycle, stock
from services.orders.store import orders as store
from services.orders.store import products as shelves_store
from services.orders.tables import OrderLineRow, OrderRow, ReservationRow, StockRow


@dataclass(frozen=True)
class Open:
    """Locked: orders that want goods, the oldest first, and all shelves that have them."""

    orders: Sequence[OrderRow]
    lines: dict[UUID, list[OrderLineRow]]
    shelves: dict[tuple[UUID, str], StockRow]


async def open_shelves(work: Work, orders: Sequence[OrderRow], product_ids: Iterable[UUID] = ()) -> Open:
    """The shelves of these products and of all that these orders want. Call `lock_shelves` before any row is locked."""
    lines = await store.list_lines(work, [order.id for order in orders])
    wanted = {line.product_id for some in lines.values() for line in some}
    return Open(orders, lines, await shelves_store.lock_stock(work, wanted | set(product_ids)))


def serve(work: Work, at: Open) -> list[stock.Answer]:
    """Set goods aside for each order that can be served whole; the others wait."""
    free = [stock.Shelf(product, site, row.on_hand - row.reserved) for (product, site), row in at.shelves.items()]
    answers = stock.set_aside([_wanted(at.lines[order.id]) for order in at.orders], free)
    for order, answer in zip(at.orders, answers, strict=True):
        if answer.short:
            order.waiting_since = order.waiting_since or work.now
            continue
        for part in answer.taken:
            at.shelves[part.product_id, part.site].reserved += part.quantity
            work.session.add(ReservationRow(order_id=order.id, **vars(part)))
        _reserved(work, order, at.lines[order.id])
    return answers


def _reserved(work: Work, order: OrderRow, lines: list[OrderLineRow]) -> None:
    for line in lines:
        line.reserved = line.quantity
    order.status = lifecycle.advance(order.status, [line.pieces() for line in lines])
    order.waiting_since = None
    order.version += 1
    work.emit(OrderReserved(**order.facts()))


def _wanted(lines: Sequence[OrderLineRow]) -> dict[UUID, int]:
    wanted: dict[UUID, int] = {}
    for line in lines:
        wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    return wanted
