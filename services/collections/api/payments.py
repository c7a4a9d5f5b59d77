"""How is collections asked about money that came?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.identity import needs
from chassis.web import Uow, keyed
from messages.base import Page
from messages.collections.payments import (
    AllocatePayment,
    ConfirmPayment,
    PaymentStatus,
    PaymentView,
    RecordPayment,
    RefusePayment,
)
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import FINANCE, READERS, RECORDERS
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import list_payments as lists
from services.collections.use_cases.allocate_payment import allocate_payment
from services.collections.use_cases.confirm_payment import confirm_payment
from services.collections.use_cases.record_payment import record_payment
from services.collections.use_cases.refuse_payment import refuse_payment

router = APIRouter(prefix="/payments", tags=["payments"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def record(command: RecordPayment, uow: Uow, request: Request) -> PaymentView:
    settings: CollectionsSettings = request.app.state.settings
    return await record_payment(command, uow, ahead_days=settings.received_ahead_days)


@router.get("", dependencies=[needs(*READERS)])
async def payments(
    uow: Uow,
    status: PaymentStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PaymentView]:
    return await lists.list_payments(
        uow, status=status, customer_id=customer_id, order_id=order_id, cursor=cursor, limit=limit
    )


@router.get("/{id}", dependencies=[needs(*READERS)])
async def payment(id: UUID, uow: Uow) -> PaymentView:
    return await lists.show_payment(id, uow)


@router.post("/{id}/confirm", dependencies=[needs(*FINANCE), keyed()])
async def confirm(id: UUID, uow: Uow, command: ConfirmPayment = ConfirmPayment()) -> PaymentView:
    return await confirm_payment(id, command, uow)


@router.post("/{id}/refuse", dependencies=[needs(*FINANCE), keyed()])
async def refuse(id: UUID, command: RefusePayment, uow: Uow) -> PaymentView:
    return await refuse_payment(id, command, uow)


@router.post("/{id}/allocate", dependencies=[needs(*FINANCE), keyed()])
async def allocate(id: UUID, uow: Uow, command: AllocatePayment = AllocatePayment()) -> PaymentView:
    return await allocate_payment(id, command, uow)
