"""How is collections asked about an order's money?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.collections.receivables import OrderAccount
from services.collections.api.roles import PROCESS, READERS
from services.collections.use_cases.cancel_invoice import cancel_order_invoices
from services.collections.use_cases.cancel_order_receivables import cancel_order_receivables
from services.collections.use_cases.reverse_order_payments import reverse_order_payments
from services.collections.use_cases.show_order_account import show_order_account

router = APIRouter(prefix="/order-accounts/{order_id}", tags=["order accounts"])


@router.get("", dependencies=[needs(*READERS)])
async def account(order_id: UUID, uow: Uow) -> OrderAccount:
    return await show_order_account(order_id, uow)


@router.post("/cancel-invoices", dependencies=[needs(*PROCESS)])
async def cancel_invoices(order_id: UUID, uow: Uow) -> OrderAccount:
    return await cancel_order_invoices(order_id, uow)


@router.post("/reverse-payments", dependencies=[needs(*PROCESS)])
async def reverse_payments(order_id: UUID, uow: Uow) -> OrderAccount:
    return await reverse_order_payments(order_id, uow)


@router.post("/cancel-receivables", dependencies=[needs(*PROCESS)])
async def cancel_receivables(order_id: UUID, uow: Uow) -> OrderAccount:
    return await cancel_order_receivables(order_id, uow)
