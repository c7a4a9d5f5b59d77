"""Ask that an order be cancelled; its process undoes what was done."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.orders.orders import CancelOrder, OrderCancelRequested, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.domain.permission import check_acts_for
from services.orders.store import orders as store
from services.orders.use_cases.place_order import doer


async def cancel_order(order_id: UUID, command: CancelOrder, uow: UnitOfWork) -> OrderView:
    """At any point before it is completed. Asking again changes nothing."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        check_acts_for(doer(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="cancel an order")
        lines = await store.lines_of(work, order_id)
        if work.repeated or order.status in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
            return order.view(lines)
        order.status = lifecycle.move(order.status, OrderStatus.CANCELLING)
        order.cancel_reason = command.reason
        order.waiting_since = None
        order.version += 1
        work.emit(OrderCancelRequested(**order.facts(), reason=command.reason))
        return order.view(lines)
