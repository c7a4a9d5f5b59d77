"""How is collections asked to send money back?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.refunds import ConfirmRefund, RefundStatus, RefundView, RejectRefund, RequestRefund
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, RECORDERS
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import refunds

router = APIRouter(prefix="/refunds", tags=["refunds"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_refund(command: RequestRefund, uow: Uow) -> RefundView:
    return await refunds.request_refund(command, uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_refunds(
    uow: Uow,
    payment_id: UUID | None = None,
    customer_id: UUID | None = None,
    status: RefundStatus | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RefundView]:
    of = {"payment_id": payment_id, "customer_id": customer_id}
    return await refunds.list_refunds(
        uow, status=status, owner_id=owner_id, q=q, newest_first=newest_first, cursor=cursor, limit=limit, **of
    )


@router.get("/{id}", dependencies=[needs(*READERS)])
async def show_refund(id: UUID, uow: Uow) -> RefundView:
    return await refunds.show_refund(id, uow)


@router.post("/{id}/confirm", dependencies=[needs(Role.FINANCE), keyed()])
async def confirm_refund(id: UUID, command: ConfirmRefund, uow: Uow, request: Request) -> RefundView:
    settings: CollectionsSettings = request.app.state.settings
    return await refunds.confirm_refund(id, command, uow, ahead_days=settings.received_ahead_days)


@router.post("/{id}/reject", dependencies=[needs(Role.FINANCE), keyed()])
async def reject_refund(id: UUID, command: RejectRefund, uow: Uow) -> RefundView:
    return await refunds.reject_refund(id, command, uow)


@router.post("/{id}/withdraw", dependencies=[needs(*RECORDERS), keyed()])
async def withdraw_refund(id: UUID, uow: Uow) -> RefundView:
    return await refunds.withdraw_refund(id, uow)
