"""What becomes of stock, and of how far an order has come, now that it was changed? Part of applying a change."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.deals.terms import Instalment
from messages.money import Money
from messages.orders.order_changes import OrderChanged
from services.orders.domain import lifecycle
from services.orders.domain.split import split
from services.orders.store import orders as store
from services.orders.store import products as stock_store
from services.orders.tables import OrderChangeRow, OrderLineRow, OrderRow
from services.orders.use_cases.steps.allocate_stock import allocate_stock, lock_stock_locations
from services.orders.use_cases.steps.delivery_progress import advance_order
from services.orders.use_cases.steps.open_change import close_change

Freed = dict[tuple[UUID, str], int]


async def lock_waiting_for(work: Work, order: OrderRow) -> list[OrderRow]:
    """Other orders that wait for what this locked one holds: a change may free it."""
    kept = await stock_store.list_reservations(work, order.id)
    waiting = await store.lock_waiting(work, {row.product_id for row in kept}) if kept else []
    return [other for other in waiting if other.id != order.id]


async def follow_change(
    work: Work, order: OrderRow, found: OrderChangeRow, waiting: Sequence[OrderRow], *, more_tax: Decimal
) -> None:
    """What is reserved beyond what is ordered is free, for who waits, at once. What is ordered beyond what is reserved
    is allocated like that of any order, in its turn by when it was placed."""
    await work.session.flush()
    lines = await store.lines_of(work, order.id)
    freed = await _release(work, order, lines)
    pieces = [line.pieces() for line in lines]
    is_open = any(part.open for part in pieces)
    close_change(order)
    order.status = lifecycle.reopen(order.status, pieces)
    status = lifecycle.advance(order.status, pieces)
    _publish(work, order, found, lines=lines, status=status, more_tax=more_tax)
    wanting = sorted([*waiting, *([order] if is_open else [])], key=lambda one: (one.placed_at, one.id))
    stock = await lock_stock_locations(work, wanting, {product for product, _ in freed})
    for place, some in freed.items():
        stock.locations[place].reserved -= some
    await work.session.flush()  # what is allocated anew is added to what is kept by now
    await allocate_stock(work, stock)
    if not is_open:
        order.waiting_since = None
        advance_order(work, order, lines)


async def _release(work: Work, order: OrderRow, lines: Sequence[OrderLineRow]) -> Freed:
    """Pieces of each stock location that the order does not need any more, the last locations first."""
    kept = await stock_store.list_reservations(work, order.id)
    needed: dict[UUID, int] = {}
    for line in lines:
        needed[line.product_id] = needed.get(line.product_id, 0) + line.reserved
    freed: Freed = {}
    for product_id in {row.product_id for row in kept}:
        own = [row for row in reversed(kept) if row.product_id == product_id]
        less = sum(row.quantity for row in own) - needed.get(product_id, 0)
        for row, some in zip(own, split(less, [row.quantity for row in own]), strict=True):
            row.quantity -= some
            if some:
                freed[row.product_id, row.site] = some
    return freed


def _publish(
    work: Work,
    order: OrderRow,
    found: OrderChangeRow,
    *,
    lines: Sequence[OrderLineRow],
    status: object,
    more_tax: Decimal,
) -> None:
    said = {"order_change_id": found.id, "change_number": found.number, "changed_at": work.now, "status": status}
    said |= {
        name: Money.of(amount, order.currency) for name, amount in (("difference", found.amount), ("tax", more_tax))
    }
    said |= {"terms": [Instalment.model_validate(one) for one in order.terms], "lines": order.ordered_lines(lines)}
    work.emit(OrderChanged.model_validate(order.event_args() | said))
