"""How is deals asked about what is spent on customers?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.customer_care.expenses import (
    AddCustomerExpense,
    CustomerCostsView,
    CustomerExpenseView,
    DecideCustomerExpense,
    ExpenseStatus,
    ResubmitCustomerExpense,
)
from messages.roles import Role
from services.deals.api.follow_ups import a_file
from services.deals.api.parameters import READERS, SELLERS, Cursor, Limit, Search
from services.deals.use_cases import expenses

router = APIRouter(tags=["expenses"])


@router.post("/customers/{customer_id}/expenses", status_code=201, dependencies=[needs(*SELLERS)])
async def add_expense(customer_id: UUID, command: AddCustomerExpense, uow: Uow) -> CustomerExpenseView:
    return await expenses.add_expense(customer_id, command, uow)


@router.get("/customers/{customer_id}/costs", dependencies=[needs(*READERS)])
async def show_customer_costs(customer_id: UUID, uow: Uow) -> CustomerCostsView:
    return await expenses.show_customer_costs(customer_id, uow)


@router.get("/customer-expenses", dependencies=[needs(*READERS)])
async def list_customer_expenses(
    uow: Uow,
    status: ExpenseStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    opportunity_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CustomerExpenseView]:
    about = {"customer_id": customer_id, "opportunity_id": opportunity_id, "owner_id": owner_id}
    wanted = about | {"status": status, "open": open, "q": q}
    return await expenses.list_customer_expenses(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/customer-expenses/{customer_expense_id}", dependencies=[needs(*READERS)])
async def show_customer_expense(customer_expense_id: UUID, uow: Uow) -> CustomerExpenseView:
    return await expenses.show_customer_expense(customer_expense_id, uow)


@router.get(
    "/customer-expenses/{customer_expense_id}/files/{sha256}", dependencies=[needs(*READERS)], response_class=Response
)
async def show_expense_file(customer_expense_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser."""
    return a_file(*await expenses.show_expense_file(customer_expense_id, sha256, uow))


@router.post("/customer-expenses/{customer_expense_id}/resubmit", dependencies=[needs(*SELLERS)])
async def resubmit_customer_expense(
    customer_expense_id: UUID, uow: Uow, command: ResubmitCustomerExpense = ResubmitCustomerExpense()
) -> CustomerExpenseView:
    return await expenses.resubmit_customer_expense(customer_expense_id, command, uow)


@router.post("/customer-expenses/{customer_expense_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_customer_expense(customer_expense_id: UUID, uow: Uow) -> CustomerExpenseView:
    return await expenses.withdraw_customer_expense(customer_expense_id, uow)


@router.get("/customer-expenses/{customer_expense_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(customer_expense_id: UUID, uow: Uow) -> ApprovalSubject:
    return await expenses.show_approval_subject(customer_expense_id, uow)


@router.post("/customer-expenses/{customer_expense_id}/book", dependencies=[needs(Role.PROCESS)])
async def book_customer_expense(
    customer_expense_id: UUID, command: DecideCustomerExpense, uow: Uow
) -> CustomerExpenseView:
    return await expenses.book_customer_expense(customer_expense_id, command, uow)


@router.post("/customer-expenses/{customer_expense_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_customer_expense(
    customer_expense_id: UUID, command: DecideCustomerExpense, uow: Uow
) -> CustomerExpenseView:
    return await expenses.return_customer_expense(customer_expense_id, command, uow)


@router.post("/customer-expenses/{customer_expense_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_customer_expense(
    customer_expense_id: UUID, command: DecideCustomerExpense, uow: Uow
) -> CustomerExpenseView:
    return await expenses.reject_customer_expense(customer_expense_id, command, uow)
