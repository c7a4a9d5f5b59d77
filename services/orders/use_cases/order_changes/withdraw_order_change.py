"""Nobody wants a change any more."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import OrderChangeStatus, OrderChangeView
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store
from services.orders.use_cases.steps.open_change import withdraw_change


async def withdraw_order_change(order_change_id: UUID, uow: UnitOfWork) -> OrderChangeView:
    """The order stays as it is. Again, it changes nothing. ORD-83 once it is applied."""
    async with uow.begin() as work:
        found, order = await store.lock_order_change(work, order_change_id)
        rules.must_be_requester(
            requested_by=found.requested_by,
            owner_id=found.owner_id,
            actor=work.actor.id,
            is_process=work.actor.is_process,
        )
        if not work.repeated and found.status is not OrderChangeStatus.WITHDRAWN:
            withdraw_change(work, order, found)
        return found.view()
