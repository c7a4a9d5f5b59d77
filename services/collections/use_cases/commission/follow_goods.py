"""Which goods of an order arrived, and which went back, as far as commission is concerned?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.subscriptions import NotYet
from messages.orders.orders import OrderReceived
from messages.orders.returns import ReturnReceived
from messages.orders.shipments import ShipmentPartlyReceived, ShipmentReceived, ShipmentReturned
from services.collections.domain.commission.facts import FactKind
from services.collections.domain.shards import derived_id
from services.collections.store.commission import lines, presence
from services.collections.store.commission.lines import NewGoods


async def follow_receipt(event: ShipmentReceived | ShipmentPartlyReceived, uow: UnitOfWork) -> None:
    """What arrived well now, at what the customer pays for it."""
    if event.worth is not None and event.worth:
        id = derived_id("arrived", str(event.shipment_id), str(event.version))
        of = {"subject_id": event.shipment_id, "shipment_number": event.number, "happened_at": event.received_at}
        await _add(FactKind.GOODS, event.order_id, event.worth.amount, uow, id=id, **of)


async def follow_return(event: ReturnReceived, uow: UnitOfWork) -> None:
    """What the customer sent back."""
    if event.credit:
        of = {"subject_id": event.shipment_id, "source_number": event.number, "happened_at": event.received_at}
        await _add(FactKind.GOODS_BACK, event.order_id, event.credit.amount, uow, id=event.counting_id, **of)


async def follow_cancellation(event: ShipmentReturned, uow: UnitOfWork) -> None:
    """All that is left of a shipment went back: its order is cancelled."""
    of = {"subject_id": event.shipment_id, "source_number": event.number}
    await _add(FactKind.GOODS_BACK, event.order_id, None, uow, id=event.shipment_id, **of)


async def follow_arrival(event: OrderReceived, uow: UnitOfWork) -> None:
    """Every piece of it arrived."""
    of = {"subject_id": event.order_id, "happened_at": event.received_at}
    await _add(FactKind.ARRIVED, event.order_id, event.total.amount, uow, id=event.order_id, **of)


async def _add(kind: FactKind, order_id: UUID, amount: Decimal | None, uow: UnitOfWork, *, id: UUID, **of: Any) -> None:
    """Once for each, whoever tells of it again. Raises NotYet before the order is known."""
    if not await presence.has_plans(uow):
        return
    async with uow.begin() as work:
        fact = NewGoods(id=id, kind=kind, order_id=order_id, amount=amount, **{"happened_at": work.now} | _said(of))
        if not await lines.add_goods(work, fact):
            raise NotYet("order", order_id)


def _said(of: dict[str, Any]) -> dict[str, Any]:
    """What the publisher has said of it."""
    return {name: value for name, value in of.items() if value is not None}
