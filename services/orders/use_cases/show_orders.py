"""Show orders and their shipments to those who may see them."""

from typing import Any
from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.base import Page
from messages.errors import NotFound
from messages.orders.orders import OrderCount, OrderView
from messages.orders.shipments import ShipmentView
from services.orders.store import orders as store
from services.orders.store import shipments as shipment_store


async def list_orders(uow: UnitOfWork, **filters: Any) -> Page[OrderView]:
    """The newest first; the filters are those of the route."""
    async with uow.begin() as work:
        return await store.list_orders(work, **filters)


async def count_orders(uow: UnitOfWork) -> list[OrderCount]:
    """Per status and currency."""
    async with uow.begin() as work:
        return await store.count_orders(work)


async def show_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
    """Raises NotFound."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        return order.view(await store.lines_of(work, order_id))


async def list_shipments(order_id: UUID, uow: UnitOfWork) -> list[ShipmentView]:
    """Of one order, the oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await store.get_order(work, order_id)
        rows = await shipment_store.list_shipments(work, order_id)
        lines = await shipment_store.list_lines(work, [row.id for row in rows])
        return [row.view(lines[row.id]) for row in rows]


async def show_shipment(shipment_id: UUID, uow: UnitOfWork) -> ShipmentView:
    """To those who may see its order. Raises NotFound."""
    async with uow.begin() as work:
        row = await shipment_store.find_shipment(work, shipment_id)
        if row is None or await store.find_order(work, row.order_id) is None:
            raise NotFound("shipment", shipment_id)
        return row.view((await shipment_store.list_lines(work, [row.id]))[row.id])
