"""Ask for the goods of an order that is to be cancelled."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderGoodsRequested, OrderView, RequestGoods
from services.orders.domain import lifecycle
from services.orders.domain.authority import must_act_for
from services.orders.store.locked_orders import lock_with_lines
from services.orders.use_cases.steps.actor import actor_of


async def request_goods(order_id: UUID, command: RequestGoods, uow: UnitOfWork) -> OrderView:
    """A shipper gets a to-do to confirm that they came back; then a second person cancels. Asking again asks anew, for
    when the shipper said that they do not come."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="cancel an order")
        if work.repeated or order.goods_back_at is not None:
            return order.view(lines)
        lifecycle.must_be_away(order.status, [line.pieces() for line in lines])
        order.goods_requests, order.goods_asked_for = order.goods_requests + 1, True
        order.version += 1
        work.emit(OrderGoodsRequested(**order.event_args(), reason=command.reason))
        return order.view(lines)
