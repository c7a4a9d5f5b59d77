"""How is one asked for shipments and receipts?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.orders.shipments import DecideDifference, ReceiveShipment, Ship, ShipmentView
from messages.roles import Role
from services.orders.use_cases import shipments

router = APIRouter(tags=["shipments"])


@router.post("/orders/{order_id}/ship", dependencies=[needs(Role.SHIPPER)], status_code=201)
async def ship_order(order_id: UUID, command: Ship, uow: Uow) -> ShipmentView:
    return await shipments.ship_order(order_id, command, uow)


@router.get("/orders/{order_id}/shipments", dependencies=[needs()])
async def list_shipments(order_id: UUID, uow: Uow) -> list[ShipmentView]:
    return await shipments.list_shipments(order_id, uow)


@router.get("/shipments/{shipment_id}", dependencies=[needs()])
async def show_shipment(shipment_id: UUID, uow: Uow) -> ShipmentView:
    return await shipments.show_shipment(shipment_id, uow)


@router.post("/shipments/{shipment_id}/receive", dependencies=[needs(Role.SHIPPER, Role.SALES, Role.SALES_MANAGER)])
async def receive_shipment(shipment_id: UUID, uow: Uow, command: ReceiveShipment | None = None) -> ShipmentView:
    return await shipments.receive_shipment(shipment_id, command or ReceiveShipment(), uow)


@router.post("/shipments/{shipment_id}/decide-difference", dependencies=[needs(Role.ORDER_ADMIN, Role.SALES_MANAGER)])
async def decide_difference(shipment_id: UUID, command: DecideDifference, uow: Uow) -> ShipmentView:
    return await shipments.decide_difference(shipment_id, command, uow)
