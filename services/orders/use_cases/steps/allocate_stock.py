"""Which orders get the goods that are in stock? Part of reserving, counting, releasing and returning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.orders.orders import OrderReserved
from services.orders.domain import lifecycle, stock
from services.orders.store import orders as store
from services.orders.store import products as stock_store
from services.orders.tables import OrderLineRow, OrderRow, StockRow


@dataclass(frozen=True)
class LockedStock:
    """Locked: orders that want goods, the oldest first, and all stock locations of these goods."""

    orders: Sequence[OrderRow]
    lines: dict[UUID, list[OrderLineRow]]
    locations: dict[tuple[UUID, str], StockRow]


async def lock_stock_locations(work: Work, orders: Sequence[OrderRow], product_ids: Iterable[UUID] = ()) -> LockedStock:
    """All stock locations of these products and of what the orders want. `lock_allocation` comes before any row."""
    lines = await store.list_lines(work, [order.id for order in orders])
    wanted = {line.product_id for some in lines.values() for line in some}
    return LockedStock(orders, lines, await stock_store.lock_stock(work, wanted | set(product_ids)))


async def reserve(work: Work, order: OrderRow, lines: list[OrderLineRow]) -> list[str]:
    """Goods for this locked order, all of them or none: the codes of the products that are backordered."""
    stock_locations = await stock_store.lock_stock(work, {line.product_id for line in lines})
    locked = LockedStock([order], {order.id: lines}, stock_locations)
    backordered = (await allocate_stock(work, locked))[0].backordered or {}
    codes = {line.product_id: line.product_code for line in lines}
    return sorted(codes[product_id] for product_id in backordered)


async def allocate_stock(work: Work, locked: LockedStock) -> list[stock.Allocation]:
    """Allocate goods to each order that gets all it still wants; the others wait."""
    free = [
        stock.StockLocation(product, site, row.on_hand - row.reserved)
        for (product, site), row in locked.locations.items()
    ]
    allocations = stock.allocate([_wanted(locked.lines[order.id]) for order in locked.orders], free)
    reservations: list[tuple[UUID, stock.Allocated]] = []
    for order, allocation in zip(locked.orders, allocations, strict=True):
        if allocation.backordered:
            order.waiting_since = order.waiting_since or work.now
            continue
        for part in allocation.allocated:
            locked.locations[part.product_id, part.site].reserved += part.quantity
            reservations.append((order.id, part))
        _reserved(work, order, locked.lines[order.id])
    await stock_store.add_reservations(work, reservations)
    return allocations


def _reserved(work: Work, order: OrderRow, lines: list[OrderLineRow]) -> None:
    for line in lines:
        line.reserved += line.pieces().open
    order.status = lifecycle.advance(order.status, [line.pieces() for line in lines])
    waited, order.waiting_since = order.waiting_since is not None, None
    order.version += 1
    work.emit(OrderReserved(**order.event_args(), waited=waited))


def _wanted(lines: Sequence[OrderLineRow]) -> dict[UUID, int]:
    wanted: dict[UUID, int] = {}
    for line in lines:
        if pieces := line.pieces().open:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + pieces
    return wanted
