"""Confirm that the goods of an order came back, before it may be cancelled."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderGoodsBack, OrderView
from services.orders.domain import lifecycle
from services.orders.store.locked_orders import lock_with_lines


async def confirm_goods_back(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """By a shipper who has counted what was asked for. It is in stock again when the order is cancelled; what is
    shipped or received after that has to be asked for, and come back, too. Confirming again changes nothing."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        if work.repeated or order.goods_back_at is not None:
            return order.view(lines)
        lifecycle.must_be_away(order.status, [line.pieces() for line in lines])
        lifecycle.must_be_asked_for(asked_for=order.goods_asked_for)
        order.goods_back_at, order.goods_asked_for = work.now, False
        order.version += 1
        work.emit(OrderGoodsBack(**order.event_args()))
        return order.view(lines)
