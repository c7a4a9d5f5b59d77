"""What would a returned order cost when it is placed again like this? Nothing is kept."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.orders.orders import OrderStatus
from messages.orders.placing import ResubmitOrder
from messages.orders.previews import OrderPreview
from services.orders.domain import lifecycle
from services.orders.domain.authority import must_act_for
from services.orders.store import orders as store
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.order_preview import preview_of
from services.orders.use_cases.steps.resubmitted_lines import write_again


async def preview_resubmission(order_id: UUID, command: ResubmitOrder, uow: UnitOfWork) -> OrderPreview:
    """As resubmitting it writes it, with what it has of its contract already; then all of that is rolled back."""
    async with uow.begin() as work:
        order = await store.lock_order(work, order_id)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="place an order again")
        lifecycle.move(order.status, OrderStatus.PLACED)
        async with work.session.begin_nested() as tried:
            lines, products = await write_again(work, order, command)
            await work.session.flush()
            shown = await preview_of(work, order, lines, products)
            await tried.rollback()
        return shown
