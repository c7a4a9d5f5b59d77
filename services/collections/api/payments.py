"""How is collections asked about money that came?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.payment_imports import WaitingImport
from messages.collections.payments import (
    AllocatePayment,
    ConfirmPayment,
    PaymentStatus,
    PaymentView,
    RecordPayment,
    RejectPayment,
)
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from messages.text import ShortStr
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import IMPORTERS, READERS, RECORDERS
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
    source: Annotated[ShortStr | None, Query()] = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PaymentView]:
    of: dict[str, Any] = {"customer_id": customer_id, "order_id": order_id, "owner_id": owner_id, "source": source}
    return await payments.list_payments(
        uow, status=status, q=q, newest_first=newest_first, cursor=cursor, limit=limit, **of
    )


@router.post("/import", dependencies=[needs(*IMPORTERS)])
async def import_payments(batch: ImportBatch, uow: Uow, request: Request) -> ImportReport:
    settings: CollectionsSettings = request.app.state.settings
    return await payments.import_payments(batch, uow, ahead_days=settings.received_ahead_days)


@router.get("/imports", dependencies=[needs(*IMPORTERS)])
async def list_waiting_imports(uow: Uow) -> list[WaitingImport]:
    return await payments.list_waiting_imports(uow)


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
