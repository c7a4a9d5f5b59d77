"""An order that was approved is to be otherwise."""

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.order_changes import (
    ChangeFields,
    OrderChangeRequested,
    OrderChangeStatus,
    OrderChangeView,
    RequestOrderChange,
)
from services.orders.domain import order_changes as rules
from services.orders.domain.authority import must_act_for
from services.orders.store import order_changes as store
from services.orders.store import orders as order_store
from services.orders.tables import OrderChangeRow, OrderRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.reckon_change import reckon_change

SERIES = "OC"
OF_ORDER = {"customer_id", "customer_name", "owner_id", "owner_unit", "legal_entity_id", "currency"}


async def request_order_change(command: RequestOrderChange, uow: UnitOfWork) -> OrderChangeView:
    """Its approvers decide; until then the order stands as it was. The same id again finds the first."""
    async with uow.begin() as work:
        order = await order_store.lock_order(work, command.order_id)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="change an order")
        id = command.id or work.new_id()
        if (known := await store.find_order_change(work, id)) is not None:
            if known.order_id != order.id:
                raise NotFound("order_change", id)
            return known.view()
        waiting = await store.find_open_change(work, order)
        rules.must_be_the_only_change(waiting.number if waiting else None)
        found = OrderChangeRow(
            id=id, number="", status=OrderChangeStatus.REQUESTED, order_id=order.id, order_number=order.number,
            reason=command.reason, requested_by=work.actor.id, requested_at=work.now,
            wanted={}, difference={}, amount=rules.NOTHING, **order.model_dump(include=OF_ORDER),
        )  # fmt: skip
        await reckon_change(work, order, found, _fields(command))
        return await _keep(work, order, found)


async def _keep(work: Work, order: OrderRow, found: OrderChangeRow) -> OrderChangeView:
    found.number = await work.next_number(SERIES, order.legal_entity_id)
    found.search = found.searched()
    order.open_change_id, order.version = found.id, order.version + 1
    work.session.add(found)
    work.emit(OrderChangeRequested(**found.event_args(), requested_by=found.requested_by, reason=found.reason))
    return found.view()


def _fields(command: RequestOrderChange) -> ChangeFields:
    return ChangeFields(**{name: getattr(command, name) for name in ChangeFields.model_fields})
