"""Close an order short 短交关闭: what has not left will not be delivered."""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.money import Money
from messages.orders.credits import CreditedLine
from messages.orders.orders import CloseShort, OrderClosedShort, OrderView
from services.orders.domain.authority import must_act_for
from services.orders.domain.quantities import must_have_rest
from services.orders.store import orders as store
from services.orders.store import products as stock_store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.tables import OrderRow, ReservationRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.allocate_stock import allocate_stock, lock_stock_locations
from services.orders.use_cases.steps.credit_goods import credit_pieces, total_of
from services.orders.use_cases.steps.delivery_progress import advance_order


async def close_order_short(order_id: UUID, command: CloseShort, uow: UnitOfWork) -> OrderView:
    """What was allocated is free for other orders, what is credited may be called off the contract again, and the
    order goes on with what has left. Closing again changes nothing."""
    async with uow.begin() as work:
        await stock_store.lock_allocation(work)
        order, lines = await lock_with_lines(work, order_id)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="close an order short")
        if work.repeated:
            return order.view(lines)
        must_have_rest(order.status, [line.pieces() for line in lines])
        rest = [(line, line.pieces().due - line.shipped) for line in lines if line.pieces().due > line.shipped]
        kept = await stock_store.list_reservations(work, order_id)
        waiting = await store.lock_waiting(work, {row.product_id for row in kept})  # orders before the contract
        credited = await credit_pieces(work, order, lines, rest)
        await _release(work, kept, [other for other in waiting if other.id != order_id])
        for line, pieces in rest:
            line.closed, line.reserved = line.closed + pieces, 0
        order.closed_reason, order.waiting_since = command.reason, None
        _publish(work, order, credited)
        advance_order(work, order, lines)
        return order.view(lines)


def _publish(work: Work, order: OrderRow, credited: Sequence[CreditedLine]) -> None:
    pieces, credit = sum(one.quantity for one in credited), total_of(credited)
    said: dict[str, object] = {"closing_id": work.new_id(), "reason": order.closed_reason, "pieces": pieces}
    said |= {"credit": Money.of(credit, order.currency), "lines": credited, "version": order.version + 1}
    work.emit(OrderClosedShort.model_validate(order.event_args() | said))


async def _release(work: Work, kept: Sequence[ReservationRow], waiting: Sequence[OrderRow]) -> None:
    """Orders that wait for these goods get them at once."""
    stock = await lock_stock_locations(work, waiting, {row.product_id for row in kept})
    for row in kept:
        stock.locations[row.product_id, row.site].reserved -= row.quantity
        row.quantity = 0
    await allocate_stock(work, stock)
