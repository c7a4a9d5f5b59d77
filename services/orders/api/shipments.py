"""How is one asked for shipments and receipts?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.orders.shipments import Ship, ShipmentView
from services.orders.use_cases import show_orders
from services.orders.use_cases.receive_shipment import receive_shipment
from services.orders.use_cases.ship_order import ship_order

router = APIRouter(tags=["shipments"])


@router.post("/orders/{order_id}/ship", dependencies=[needs("shipper")], status_code=201)
async def ship(order_id: UUID, command: Ship, uow: Uow) -> ShipmentView:
    return await ship_order(order_id, command, uow)


@router.get("/orders/{order_id}/shipments", dependencies=[needs()])
async def show_list(order_id: UUID, uow: Uow) -> list[ShipmentView]:
    return await show_orders.list_shipments(order_id, uow)


@router.get("/shipments/{shipment_id}", dependencies=[needs()])
async def show(shipment_id: UUID, uow: Uow) -> ShipmentView:
    return await show_orders.show_shipment(shipment_id, uow)


@router.post("/shipments/{shipment_id}/receive", dependencies=[needs("shipper", "sales", "sales_manager")])
async def receive(shipment_id: UUID, uow: Uow) -> ShipmentView:
    return await receive_shipment(shipment_id, uow)
