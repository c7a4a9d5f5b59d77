"""Put a returned order before its approvers again, changed or not."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderPlaced, OrderStatus, OrderView
from messages.orders.placing import ResubmitOrder
from services.orders.domain import lifecycle
from services.orders.domain.authority import must_act_for
from services.orders.store import orders as store
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.credit import note_exposure
from services.orders.use_cases.steps.resubmitted_lines import write_again


async def resubmit_order(order_id: UUID, command: ResubmitOrder, uow: UnitOfWork) -> OrderView:
    """A new round; other lines give the old ones back to the contract first."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        if work.repeated:
            return order.view(await store.lines_of(work, order_id))
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="place an order again")
        order.status = lifecycle.move(order.status, OrderStatus.PLACED)
        lines, _ = await write_again(work, order, command)
        await note_exposure(work, order)
        order.guidance, order.round, order.version = None, order.round + 1, order.version + 1
        work.emit(OrderPlaced(**order.event_args(), round=order.round))
        return order.view(list(lines))
