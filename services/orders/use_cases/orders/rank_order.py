"""Say in which place an order is made."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderRanked, OrderView
from messages.orders.production import RankOrder
from services.orders.domain.production import must_be_to_make
from services.orders.store.locked_orders import lock_with_lines
from services.orders.tables.orders import UNRANKED


async def rank_order(order_id: UUID, command: RankOrder, uow: UnitOfWork) -> OrderView:
    """Two may have the same place: the older one comes first. The same again changes nothing."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        rank = command.rank or UNRANKED
        if work.repeated or order.rank == rank:
            return order.view(lines)
        must_be_to_make(order.status)
        order.rank, order.version = rank, order.version + 1
        work.emit(OrderRanked(**order.event_args(), rank=command.rank))
        return order.view(lines)
