"""Request that an order be cancelled; its process compensates what was done."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import CancelOrder, OrderCancelRequested, OrderStatus, OrderView
from services.orders.domain import lifecycle
from services.orders.domain.authority import must_act_for, must_be_second_person
from services.orders.domain.self_ordering import must_still_wait
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.open_change import lapse_change
from services.orders.use_cases.steps.returning_goods import lapse_returns


async def cancel_order(order_id: UUID, command: CancelOrder, uow: UnitOfWork) -> OrderView:
    """At any point before it is completed; once goods have left, by a second person when they are back. Asking again
    changes nothing.

    The process `order-to-cash` then reverses what was done, newest first, each by a use case of its own: the goods
    that have left return to their stock locations (use_cases/shipments/return_to_stock.py).
    """
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        actor, owner = actor_of(work), (order.owner_id, order.owner_unit)
        must_act_for(
            actor, owner_id=owner[0], owner_unit=owner[1], customer_id=order.customer_id, verb="cancel an order"
        )
        if work.repeated or order.status in (OrderStatus.CANCELLING, OrderStatus.CANCELLED):
            return order.view(lines)
        if actor.customer_id is not None:
            must_still_wait(order.status, order.number)
        cancelling = lifecycle.move(order.status, OrderStatus.CANCELLING)
        pieces = [line.pieces() for line in lines]
        has_shipped = any(line.shipped for line in lines)
        must_be_second_person(actor, owner_id=order.owner_id, has_shipped=has_shipped)
        lifecycle.must_be_back(pieces, is_back=order.goods_back_at is not None)
        order.status = cancelling
        await lapse_returns(work, order)
        await lapse_change(work, order)
        order.cancel_reason = command.reason
        order.waiting_since = None
        order.version += 1
        work.emit(OrderCancelRequested(**order.event_args(), reason=command.reason))
        return order.view(lines)
