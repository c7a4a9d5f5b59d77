"""How is one asked for orders?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.imports import ImportBatch, ImportReport
from messages.orders.credit_stops import CreditStop
from messages.orders.orders import (
    CancelOrder,
    CloseShort,
    ConfirmOrder,
    LineStock,
    OrderCount,
    OrderSnapshot,
    OrderStatus,
    OrderView,
    RequestGoods,
    Reserved,
    ReturnOrder,
)
from messages.orders.placing import PlaceOrder, ResubmitOrder
from messages.orders.previews import OrderDraft, OrderPreview
from messages.roles import Role
from messages.text import ShortStr
from services.orders.use_cases import drafts, orders, shipments

SELLERS = (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN)
router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", dependencies=[needs(*SELLERS)], status_code=201)
async def place_order(command: PlaceOrder, uow: Uow) -> OrderView:
    return await orders.place_order(command, uow)


@router.post("/preview", dependencies=[needs(*SELLERS)])
async def preview_order(command: PlaceOrder, uow: Uow) -> OrderPreview:
    return await drafts.preview_order(command, uow)


@router.post("/import", dependencies=[needs(*SELLERS)])
async def import_orders(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await drafts.import_orders(batch, uow)


@router.get("", dependencies=[needs()])
async def list_orders(
    uow: Uow,
    status: OrderStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    contract_id: UUID | None = None,
    owner_id: UUID | None = None,
    exchange_of: UUID | None = None,
    q: Annotated[ShortStr | None, Query()] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderView]:
    of = {"customer_id": customer_id, "contract_id": contract_id, "owner_id": owner_id, "exchange_of": exchange_of}
    wanted = {"status": status, "open": open, "q": q, **of}
    return await orders.list_orders(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/counts", dependencies=[needs()])
async def count_orders(uow: Uow) -> list[OrderCount]:
    return await orders.count_orders(uow)


@router.get("/credit-stops", dependencies=[needs(Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)])
async def sum_credit_stops(uow: Uow) -> list[CreditStop]:
    return await orders.sum_credit_stops(uow)


@router.get("/{order_id}", dependencies=[needs()])
async def show_order(order_id: UUID, uow: Uow) -> OrderView:
    return await orders.show_order(order_id, uow)


@router.get("/{order_id}/stock", dependencies=[needs()])
async def list_line_stock(order_id: UUID, uow: Uow) -> list[LineStock]:
    return await orders.list_line_stock(order_id, uow)


@router.post("/{order_id}/close-short", dependencies=[needs(*SELLERS)])
async def close_order_short(order_id: UUID, command: CloseShort, uow: Uow) -> OrderView:
    return await orders.close_order_short(order_id, command, uow)


@router.get("/{order_id}/draft", dependencies=[needs(*SELLERS)])
async def draft_reorder(order_id: UUID, uow: Uow) -> OrderDraft:
    return await drafts.draft_reorder(order_id, uow)


@router.post("/{order_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_order(order_id: UUID, command: ResubmitOrder, uow: Uow) -> OrderView:
    return await orders.resubmit_order(order_id, command, uow)


@router.post("/{order_id}/preview-resubmission", dependencies=[needs(*SELLERS)])
async def preview_resubmission(order_id: UUID, command: ResubmitOrder, uow: Uow) -> OrderPreview:
    return await drafts.preview_resubmission(order_id, command, uow)


@router.post("/{order_id}/cancel", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def cancel_order(order_id: UUID, command: CancelOrder, uow: Uow) -> OrderView:
    return await orders.cancel_order(order_id, command, uow)


@router.post("/{order_id}/request-goods", dependencies=[needs(*SELLERS)])
async def request_goods(order_id: UUID, command: RequestGoods, uow: Uow) -> OrderView:
    return await orders.request_goods(order_id, command, uow)


@router.post("/{order_id}/confirm-goods-back", dependencies=[needs(Role.SHIPPER)])
async def confirm_goods_back(order_id: UUID, uow: Uow) -> OrderView:
    return await orders.confirm_goods_back(order_id, uow)


# ---- what the process OrderToCash calls; it may call each any number of times ----


@router.get("/{order_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(order_id: UUID, uow: Uow) -> ApprovalSubject:
    return await orders.show_approval_subject(order_id, uow)


@router.get("/{order_id}/snapshot", dependencies=[needs(Role.PROCESS)])
async def snapshot_order(order_id: UUID, uow: Uow) -> OrderSnapshot:
    return await orders.snapshot_order(order_id, uow)


@router.post("/{order_id}/confirm-and-reserve", dependencies=[needs(Role.PROCESS)])
async def confirm_and_reserve(order_id: UUID, uow: Uow, command: ConfirmOrder | None = None) -> OrderSnapshot:
    return await orders.confirm_and_reserve(order_id, command or ConfirmOrder(), uow)


@router.post("/{order_id}/confirm", dependencies=[needs(Role.PROCESS)])
async def confirm_order(order_id: UUID, uow: Uow, command: ConfirmOrder | None = None) -> OrderView:
    return await orders.confirm_order(order_id, command or ConfirmOrder(), uow)


@router.post("/{order_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_order(order_id: UUID, command: ReturnOrder, uow: Uow) -> OrderView:
    return await orders.return_order(order_id, command, uow)


@router.post("/{order_id}/reserve", dependencies=[needs(Role.PROCESS)])
async def reserve_order(order_id: UUID, uow: Uow) -> Reserved:
    return await orders.reserve_order(order_id, uow)


@router.post("/{order_id}/complete", dependencies=[needs(Role.PROCESS)])
async def complete_order(order_id: UUID, uow: Uow) -> OrderView:
    return await orders.complete_order(order_id, uow)


@router.post("/{order_id}/release-stock", dependencies=[needs(Role.PROCESS)])
async def release_stock(order_id: UUID, uow: Uow) -> OrderView:
    return await orders.release_stock(order_id, uow)


@router.post("/{order_id}/return-to-stock", dependencies=[needs(Role.PROCESS)])
async def return_to_stock(order_id: UUID, uow: Uow) -> OrderView:
    return await shipments.return_to_stock(order_id, uow)


@router.post("/{order_id}/finish-cancellation", dependencies=[needs(Role.PROCESS)])
async def finish_cancellation(order_id: UUID, uow: Uow) -> OrderView:
    return await orders.finish_cancellation(order_id, uow)
