"""How is one asked for changes of orders after their approval?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.orders.order_changes import (
    DecideOrderChange,
    OrderChangeSnapshot,
    OrderChangeStatus,
    OrderChangeView,
    OrderDifference,
    PreviewOrderChange,
    RequestOrderChange,
    ResubmitOrderChange,
)
from messages.roles import Role
from messages.text import ShortStr
from services.orders.use_cases import order_changes

SELLERS = (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN)
router = APIRouter(prefix="/order-changes", tags=["order changes"])


@router.post("", dependencies=[needs(*SELLERS)], status_code=201)
async def request_order_change(command: RequestOrderChange, uow: Uow) -> OrderChangeView:
    return await order_changes.request_order_change(command, uow)


@router.post("/preview", dependencies=[needs(*SELLERS)])
async def preview_order_change(command: PreviewOrderChange, uow: Uow) -> OrderDifference:
    return await order_changes.preview_order_change(command, uow)


@router.get("", dependencies=[needs()])
async def list_order_changes(
    uow: Uow,
    status: OrderChangeStatus | None = None,
    open: bool | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Annotated[ShortStr | None, Query()] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderChangeView]:
    of = {"status": status, "open": open, "order_id": order_id, "owner_id": owner_id, "q": q}
    return await order_changes.list_order_changes(uow, **of, cursor=cursor, limit=limit)


@router.get("/{order_change_id}", dependencies=[needs()])
async def show_order_change(order_change_id: UUID, uow: Uow) -> OrderChangeView:
    return await order_changes.show_order_change(order_change_id, uow)


@router.post("/{order_change_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_order_change(order_change_id: UUID, command: ResubmitOrderChange, uow: Uow) -> OrderChangeView:
    return await order_changes.resubmit_order_change(order_change_id, command, uow)


@router.post("/{order_change_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_order_change(order_change_id: UUID, uow: Uow) -> OrderChangeView:
    return await order_changes.withdraw_order_change(order_change_id, uow)


# ---- what the process OrderChange calls; it may call each any number of times ----


@router.get("/{order_change_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(order_change_id: UUID, uow: Uow) -> ApprovalSubject:
    return await order_changes.show_approval_subject(order_change_id, uow)


@router.post("/{order_change_id}/apply", dependencies=[needs(Role.PROCESS)])
async def apply_order_change(order_change_id: UUID, command: DecideOrderChange, uow: Uow) -> OrderChangeSnapshot:
    return await order_changes.apply_order_change(order_change_id, command, uow)


@router.post("/{order_change_id}/send-back", dependencies=[needs(Role.PROCESS)])
async def send_back_order_change(order_change_id: UUID, command: DecideOrderChange, uow: Uow) -> OrderChangeSnapshot:
    return await order_changes.send_back_order_change(order_change_id, command, uow)


@router.post("/{order_change_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_order_change(order_change_id: UUID, command: DecideOrderChange, uow: Uow) -> OrderChangeSnapshot:
    return await order_changes.reject_order_change(order_change_id, command, uow)
