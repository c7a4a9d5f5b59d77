"""Ask that a customer may send goods back, also after his order was completed."""

from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.orders.returns import RequestReturn, ReturnRequested, ReturnStatus, ReturnView
from services.orders.domain.authority import must_act_for
from services.orders.store import returns as store
from services.orders.store import shipments as shipment_store
from services.orders.store.locked_orders import lock_of_shipment
from services.orders.tables import OrderRow, ReturnRow, ShipmentRow
from services.orders.use_cases.steps.actor import actor_of
from services.orders.use_cases.steps.returning_goods import await_goods

SERIES = "RT"


async def request_return(command: RequestReturn, uow: UnitOfWork) -> ReturnView:
    """Pieces of one shipment that arrived; its approvers decide. The same id again finds the first."""
    async with uow.begin() as work:
        order, _ = await lock_of_shipment(work, command.shipment_id)
        must_act_for(actor_of(work), owner_id=order.owner_id, owner_unit=order.owner_unit, verb="ask for a return")
        return_id = command.id or work.new_id()
        if (known := await store.find_return(work, return_id)) is not None:
            if known.order_id != order.id:
                raise NotFound("return", return_id)
            return known.view(await store.lines_of(work, return_id))
        shipment = await shipment_store.get_shipment(work, command.shipment_id)
        lines, worth = await await_goods(work, order, shipment, return_id, command.lines)
        found = await _new(work, order, shipment, id=return_id, reason=command.reason, worth=worth)
        found.search = found.searched()
        work.session.add(found)
        await work.session.flush()
        work.session.add_all(lines)
        work.emit(ReturnRequested(**found.event_args(), requested_by=found.requested_by, reason=found.reason))
        return found.view(lines)


async def _new(
    work: Work, order: OrderRow, shipment: ShipmentRow, *, id: UUID, reason: str, worth: Decimal
) -> ReturnRow:
    of_order = order.model_dump(
        include={"customer_id", "customer_name", "owner_id", "owner_unit", "legal_entity_id", "currency"}
    )
    return ReturnRow(
        id=id,
        number=await work.next_number(SERIES, order.legal_entity_id),
        status=ReturnStatus.REQUESTED,
        order_id=order.id,
        order_number=order.number,
        shipment_id=shipment.id,
        shipment_number=shipment.number,
        reason=reason,
        worth=worth,
        requested_by=work.actor.id,
        requested_at=work.now,
        **of_order,
    )
