"""How does a change that waits end, and what may leave meanwhile? Part of what else is done with its order."""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.orders.order_changes import OrderChangeStatus, OrderChangeWithdrawn
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store
from services.orders.tables import OrderChangeRow, OrderLineRow, OrderRow


def close_change(order: OrderRow) -> None:
    """Of a locked order no change waits any more."""
    order.open_change_id, order.version = None, order.version + 1


def withdraw_change(work: Work, order: OrderRow, found: OrderChangeRow) -> None:
    """Of a locked order: it stays as it is."""
    found.status = rules.move(found.status, OrderChangeStatus.WITHDRAWN)
    close_change(order)
    found.version += 1
    work.emit(OrderChangeWithdrawn(**found.event_args()))


async def lapse_change(work: Work, order: OrderRow) -> None:
    """The order is cancelled: nobody decides any more what it would be."""
    found = await store.find_open_change(work, order)
    if found is not None:
        withdraw_change(work, order, found)


async def leaving_limits(
    work: Work, order: OrderRow, lines: Sequence[OrderLineRow]
) -> tuple[OrderChangeRow, dict[int, int]] | None:
    """Which change waits, and how many pieces of each line may leave meanwhile (ORD-92); None: none waits."""
    found = await store.find_open_change(work, order)
    if found is None:
        return None
    differs = found.differs
    same_address = differs.ship_to_before == differs.ship_to_after
    after = {line.line: line.quantity_after for line in differs.lines if line.quantity_after}
    limits = {
        line.line: rules.in_both(line.pieces(), after.get(line.line), same_address=same_address) for line in lines
    }
    return found, limits
