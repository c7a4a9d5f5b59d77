"""How is collections asked about an order's money?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.allowances import AllowanceView
from messages.collections.invoices import BillableOrder, JoinableOrder
from messages.collections.receivables import AccountSnapshot, OrderAccount
from messages.roles import Role
from services.collections.api.roles import READERS
from services.collections.use_cases import accounts, allowances, invoices, payments, receivables

router = APIRouter(prefix="/order-accounts", tags=["order accounts"])


@router.get("", dependencies=[needs(*READERS)])
async def list_order_accounts(
    uow: Uow, order_id: Annotated[list[UUID], Query(min_length=1, max_length=100)]
) -> list[OrderAccount]:
    return await accounts.list_order_accounts(uow, order_id)


@router.get("/{order_id}", dependencies=[needs(*READERS)])
async def show_order_account(order_id: UUID, uow: Uow) -> OrderAccount:
    return await accounts.show_order_account(order_id, uow)


@router.get("/{order_id}/billable", dependencies=[needs(*READERS)])
async def show_billable_order(order_id: UUID, uow: Uow) -> BillableOrder:
    return await invoices.show_billable_order(order_id, uow)


@router.get("/{order_id}/joinable", dependencies=[needs(*READERS)])
async def list_joinable_orders(order_id: UUID, uow: Uow) -> list[JoinableOrder]:
    return await invoices.list_joinable_orders(order_id, uow)


@router.get("/{order_id}/allowances", dependencies=[needs(*READERS)])
async def list_allowances(order_id: UUID, uow: Uow) -> list[AllowanceView]:
    return await allowances.list_allowances(order_id, uow)


@router.get("/{order_id}/snapshot", dependencies=[needs(Role.PROCESS)])
async def snapshot_account(order_id: UUID, uow: Uow) -> AccountSnapshot:
    return await accounts.snapshot_account(order_id, uow)


@router.post("/{order_id}/cancel-invoices", dependencies=[needs(Role.PROCESS)])
async def cancel_order_invoices(order_id: UUID, request: Request, uow: Uow) -> OrderAccount:
    return await invoices.cancel_order_invoices(order_id, uow, request.app.state.settings)


@router.post("/{order_id}/reverse-payments", dependencies=[needs(Role.PROCESS)])
async def reverse_order_payments(order_id: UUID, uow: Uow) -> OrderAccount:
    return await payments.reverse_order_payments(order_id, uow)


@router.post("/{order_id}/cancel-receivables", dependencies=[needs(Role.PROCESS)])
async def cancel_order_receivables(order_id: UUID, uow: Uow) -> OrderAccount:
    return await receivables.cancel_order_receivables(order_id, uow)
