"""Put a change that was sent back, or overtaken, before its approvers again, changed or not."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.order_changes import (
    ChangeFields,
    OrderChangeRequested,
    OrderChangeStatus,
    OrderChangeView,
    ResubmitOrderChange,
)
from services.orders.domain import order_changes as rules
from services.orders.store import order_changes as store
from services.orders.use_cases.steps.reckon_change import reckon_change

WHAT = ("lines", "pricing", "ship_to", "deliver_on")


async def resubmit_order_change(
    order_change_id: UUID, command: ResubmitOrderChange, uow: UnitOfWork
) -> OrderChangeView:
    """A new round, reckoned from the order as it stands by now. What is said takes the place of all that was wanted."""
    async with uow.begin() as work:
        found, order = await store.lock_order_change(work, order_change_id)
        rules.must_be_requester(
            requested_by=found.requested_by, owner_id=found.owner_id, actor=work.actor.id, is_process=False
        )
        if work.repeated:
            return found.view()
        found.status = rules.move(found.status, OrderChangeStatus.REQUESTED)
        said = {name: getattr(command, name) for name in WHAT}
        wanted = ChangeFields(**said) if any(value is not None for value in said.values()) else found.fields
        await reckon_change(work, order, found, wanted.model_copy(update={"version": command.version}))
        found.reason = command.reason or found.reason
        found.guidance, found.obstacle, found.obstacle_params = "", None, {}
        found.round, found.version = found.round + 1, found.version + 1
        work.emit(OrderChangeRequested(**found.event_args(), requested_by=found.requested_by, reason=found.reason))
        return found.view()
