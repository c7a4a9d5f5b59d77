"""How does a customer ask who orders for himself? No other route lets him in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.base import Page
from messages.orders.portal import (
    MOST_LINES,
    CancelPortalOrder,
    PlacePortalOrder,
    PortalContract,
    PortalDraft,
    PortalOffer,
    PortalOrderPreview,
    PortalOrderView,
    PortalShipment,
)
from messages.orders.shipments import ReceiveShipment
from messages.roles import Role
from messages.text import ShortStr
from services.orders.use_cases import portal

router = APIRouter(prefix="/portal", tags=["portal"])


@router.get("/offers", dependencies=[needs(Role.CUSTOMER)])
async def list_portal_offers(
    uow: Uow,
    contract_id: UUID | None = None,
    product_id: Annotated[list[UUID] | None, Query(max_length=MOST_LINES)] = None,
    q: Annotated[ShortStr | None, Query()] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PortalOffer]:
    wanted = {"contract_id": contract_id, "product_ids": product_id or (), "q": q}
    return await portal.list_portal_offers(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/contracts", dependencies=[needs(Role.CUSTOMER)])
async def list_portal_contracts(uow: Uow) -> list[PortalContract]:
    return await portal.list_portal_contracts(uow)


@router.post("/orders", dependencies=[needs(Role.CUSTOMER)], status_code=201)
async def place_portal_order(command: PlacePortalOrder, uow: Uow) -> PortalOrderView:
    return await portal.place_portal_order(command, uow)


@router.post("/orders/preview", dependencies=[needs(Role.CUSTOMER)])
async def preview_portal_order(command: PlacePortalOrder, uow: Uow) -> PortalOrderPreview:
    return await portal.preview_portal_order(command, uow)


@router.get("/orders", dependencies=[needs(Role.CUSTOMER)])
async def list_portal_orders(uow: Uow, cursor: str | None = None, limit: int = 50) -> Page[PortalOrderView]:
    return await portal.list_portal_orders(uow, cursor=cursor, limit=limit)


@router.get("/orders/{order_id}", dependencies=[needs(Role.CUSTOMER)])
async def show_portal_order(order_id: UUID, uow: Uow) -> PortalOrderView:
    return await portal.show_portal_order(order_id, uow)


@router.get("/orders/{order_id}/shipments", dependencies=[needs(Role.CUSTOMER)])
async def list_portal_shipments(order_id: UUID, uow: Uow) -> list[PortalShipment]:
    return await portal.list_portal_shipments(order_id, uow)


@router.get("/orders/{order_id}/draft", dependencies=[needs(Role.CUSTOMER)])
async def draft_portal_order(order_id: UUID, uow: Uow) -> PortalDraft:
    return await portal.draft_portal_order(order_id, uow)


@router.post("/orders/{order_id}/cancel", dependencies=[needs(Role.CUSTOMER)])
async def cancel_portal_order(order_id: UUID, command: CancelPortalOrder, uow: Uow) -> PortalOrderView:
    return await portal.cancel_portal_order(order_id, command, uow)


@router.post("/shipments/{shipment_id}/receive", dependencies=[needs(Role.CUSTOMER)])
async def receive_portal_shipment(shipment_id: UUID, command: ReceiveShipment, uow: Uow) -> PortalShipment:
    return await portal.receive_portal_shipment(shipment_id, command, uow)
