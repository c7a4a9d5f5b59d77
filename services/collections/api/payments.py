"""How is collections asked about money that came?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.payments import (
    AllocatePayment,
    ConfirmPayment,
    PaymentStatus,
    PaymentView,
    RecordPayment,
    RejectPayment,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, RECORDERS
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import payments

router = APIRouter(prefix="/payments", tags=["payments"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def record_payment(command: RecordPayment, uow: Uow, request: Request) -> PaymentView:
    settings: CollectionsSettings = request.app.state.settings
    return await payments.record_payment(command, uow, ahead_days=settings.received_ahead_days)


@router.get("", dependencies=[needs(*READERS)])
async def list_payments(
    uow: Uow,
    status: PaymentStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PaymentView]:
    of = {"customer_id": customer_id, "order_id": order_id, "owner_id": owner_id}
    return await payments.list_payments(
        uow, status=status, q=q, newest_first=newest_first, cursor=cursor, limit=limit, **of
    )


@router.get("/{id}", dependencies=[needs(*READERS)])
async def show_payment(id: UUID, uow: Uow) -> PaymentView:
    return await payments.show_payment(id, uow)


@router.post("/{id}/confirm", dependencies=[needs(Role.FINANCE), keyed()])
async def confirm_payment(id: UUID, uow: Uow, command: ConfirmPayment = ConfirmPayment()) -> PaymentView:
    return await payments.confirm_payment(id, command, uow)


@router.post("/{id}/reject", dependencies=[needs(Role.FINANCE), keyed()])
async def reject_payment(id: UUID, command: RejectPayment, uow: Uow) -> PaymentView:
    return await payments.reject_payment(id, command, uow)


@router.post("/{id}/allocate", dependencies=[needs(Role.FINANCE), keyed()])
async def allocate_payment(id: UUID, uow: Uow, command: AllocatePayment = AllocatePayment()) -> PaymentView:
    return await payments.allocate_payment(id, command, uow)
