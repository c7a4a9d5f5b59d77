"""How does one keep the accounts with which customers order for themselves?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.customer_accounts import CustomerAccountView, OpenCustomerAccount, ResetPassword
from messages.roles import Role
from services.approvals.api.sign_in import heard
from services.approvals.use_cases.people import end_customer_account, list_customer_accounts, open_customer_account

SELLERS = (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN)
router = APIRouter(prefix="/customer-accounts", tags=["customer accounts"])


@router.post("", dependencies=[needs(*SELLERS)], status_code=201)
async def open_(command: OpenCustomerAccount, uow: Uow) -> CustomerAccountView:
    return await open_customer_account.open_customer_account(command, uow)


@router.get("", dependencies=[needs(*SELLERS)])
async def accounts(customer_id: UUID, uow: Uow) -> list[CustomerAccountView]:
    return await list_customer_accounts.list_customer_accounts(customer_id, uow)


@router.post("/{account_id}/end", dependencies=[needs(*SELLERS)])
async def end(account_id: UUID, uow: Uow, request: Request) -> CustomerAccountView:
    view = await end_customer_account.end_customer_account(account_id, uow)
    await heard(account_id, request)
    return view


@router.post("/{account_id}/reset-password", dependencies=[needs(*SELLERS)])
async def reset(account_id: UUID, command: ResetPassword, uow: Uow, request: Request) -> CustomerAccountView:
    view = await end_customer_account.reset_password(account_id, command, uow)
    await heard(account_id, request)
    return view
