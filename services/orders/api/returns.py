"""How is one asked for goods that customers send back?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.orders.returns import (
    DecideReturn,
    ReceiveReturn,
    RequestReturn,
    ResubmitReturn,
    ReturnSnapshot,
    ReturnStatus,
    ReturnView,
)
from messages.roles import Role
from messages.text import ShortStr
from services.orders.use_cases import returns

SELLERS = (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN)
router = APIRouter(prefix="/returns", tags=["returns"])


@router.post("", dependencies=[needs(*SELLERS)], status_code=201)
async def request_return(command: RequestReturn, uow: Uow) -> ReturnView:
    return await returns.request_return(command, uow)


@router.get("", dependencies=[needs()])
async def list_returns(
    uow: Uow,
    status: ReturnStatus | None = None,
    open: bool | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Annotated[ShortStr | None, Query()] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ReturnView]:
    of = {"status": status, "open": open, "order_id": order_id, "owner_id": owner_id, "q": q}
    return await returns.list_returns(uow, **of, cursor=cursor, limit=limit)


@router.get("/{return_id}", dependencies=[needs()])
async def show_return(return_id: UUID, uow: Uow) -> ReturnView:
    return await returns.show_return(return_id, uow)


@router.post("/{return_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_return(return_id: UUID, command: ResubmitReturn, uow: Uow) -> ReturnView:
    return await returns.resubmit_return(return_id, command, uow)


@router.post("/{return_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_return(return_id: UUID, uow: Uow) -> ReturnView:
    return await returns.withdraw_return(return_id, uow)


@router.post("/{return_id}/receive", dependencies=[needs(Role.SHIPPER)])
async def receive_return(return_id: UUID, uow: Uow, command: ReceiveReturn | None = None) -> ReturnView:
    return await returns.receive_return(return_id, command or ReceiveReturn(), uow)


# ---- what the process GoodsReturn calls; it may call each any number of times ----


@router.get("/{return_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(return_id: UUID, uow: Uow) -> ApprovalSubject:
    return await returns.show_approval_subject(return_id, uow)


@router.post("/{return_id}/approve", dependencies=[needs(Role.PROCESS)])
async def approve_return(return_id: UUID, command: DecideReturn, uow: Uow) -> ReturnSnapshot:
    return await returns.approve_return(return_id, command, uow)


@router.post("/{return_id}/send-back", dependencies=[needs(Role.PROCESS)])
async def send_back_return(return_id: UUID, command: DecideReturn, uow: Uow) -> ReturnSnapshot:
    return await returns.send_back_return(return_id, command, uow)


@router.post("/{return_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_return(return_id: UUID, command: DecideReturn, uow: Uow) -> ReturnSnapshot:
    return await returns.reject_return(return_id, command, uow)
