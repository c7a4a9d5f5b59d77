"""How is one asked about budget requests?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.leads.budgets import BudgetView, DecideBudget, RequestBudget, ResubmitBudget
from messages.roles import Role
from services.leads.use_cases import campaigns

router = APIRouter(tags=["campaigns"])
PLANS = (Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
PLANNERS = needs(*PLANS)
READERS = needs(*PLANS, Role.FINANCE, Role.PROCESS)
PROCESS = needs(Role.PROCESS)


@router.post("/activities/{activity_id}/request-budget", status_code=201, dependencies=[PLANNERS, keyed()])
async def request_budget(activity_id: UUID, command: RequestBudget, uow: Uow) -> BudgetView:
    return await campaigns.request_budget(activity_id, command, uow)


@router.get("/budgets", dependencies=[READERS])
async def list_budgets(
    uow: Uow,
    activity_id: UUID | None = None,
    open: bool | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Page[BudgetView]:
    """`open`: those that wait to be approved, or to be submitted again."""
    return await campaigns.list_budgets(uow, activity_id=activity_id, open=open, cursor=cursor, limit=limit)


@router.get("/budgets/{budget_id}", dependencies=[READERS])
async def show_budget(budget_id: UUID, uow: Uow) -> BudgetView:
    return await campaigns.show_budget(budget_id, uow)


@router.post("/budgets/{budget_id}/resubmit", dependencies=[PLANNERS])
async def resubmit_budget(budget_id: UUID, uow: Uow, command: ResubmitBudget = ResubmitBudget()) -> BudgetView:
    return await campaigns.resubmit_budget(budget_id, command, uow)


@router.post("/budgets/{budget_id}/withdraw", dependencies=[needs(*PLANS, Role.PROCESS)])
async def withdraw_budget(budget_id: UUID, uow: Uow) -> BudgetView:
    return await campaigns.withdraw_budget(budget_id, uow)


@router.get("/budgets/{budget_id}/approval-subject", dependencies=[PROCESS])
async def show_approval_subject(budget_id: UUID, uow: Uow) -> ApprovalSubject:
    return await campaigns.show_approval_subject(budget_id, uow)


@router.post("/budgets/{budget_id}/apply", dependencies=[PROCESS])
async def apply_budget(budget_id: UUID, command: DecideBudget, uow: Uow) -> BudgetView:
    return await campaigns.apply_budget(budget_id, command, uow)


@router.post("/budgets/{budget_id}/return", dependencies=[PROCESS])
async def return_budget(budget_id: UUID, command: DecideBudget, uow: Uow) -> BudgetView:
    return await campaigns.return_budget(budget_id, command, uow)


@router.post("/budgets/{budget_id}/reject", dependencies=[PROCESS])
async def reject_budget(budget_id: UUID, command: DecideBudget, uow: Uow) -> BudgetView:
    return await campaigns.reject_budget(budget_id, command, uow)
