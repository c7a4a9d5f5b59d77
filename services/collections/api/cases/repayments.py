"""How is collections asked about plans to repay?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.collections.cases.repayment_plans import (
    DecideRepaymentPlan,
    RepaymentPlanStatus,
    RepaymentPlanView,
    RequestRepaymentPlan,
    ResubmitRepaymentPlan,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import repayments

router = APIRouter(prefix="/repayment-plans", tags=["collection cases"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_repayment_plan(command: RequestRepaymentPlan, uow: Uow, request: Request) -> RepaymentPlanView:
    most_days = request.app.state.settings.repayment_days
    return await repayments.request_repayment_plan(command, uow, most_days=most_days)


@router.get("", dependencies=[needs(*READERS)])
async def list_repayment_plans(
    uow: Uow,
    customer_id: UUID | None = None,
    receivable_id: UUID | None = None,
    status: RepaymentPlanStatus | None = None,
    live: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RepaymentPlanView]:
    which = {"customer_id": customer_id, "receivable_id": receivable_id}
    return await repayments.list_repayment_plans(uow, **which, status=status, live=live, cursor=cursor, limit=limit)


@router.get("/{id}", dependencies=[needs(*READERS)])
async def show_repayment_plan(id: UUID, uow: Uow) -> RepaymentPlanView:
    return await repayments.show_repayment_plan(id, uow)


@router.get("/{id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(id: UUID, uow: Uow) -> ApprovalSubject:
    return await repayments.show_approval_subject(id, uow)


@router.post("/{id}/resubmit", dependencies=[needs(*RECORDERS), keyed()])
async def resubmit_repayment_plan(
    id: UUID, uow: Uow, request: Request, command: ResubmitRepaymentPlan = ResubmitRepaymentPlan()
) -> RepaymentPlanView:
    most_days = request.app.state.settings.repayment_days
    return await repayments.resubmit_repayment_plan(id, command, uow, most_days=most_days)


@router.post("/{id}/withdraw", dependencies=[needs(*RECORDERS, Role.PROCESS), keyed()])
async def withdraw_repayment_plan(id: UUID, uow: Uow) -> RepaymentPlanView:
    return await repayments.withdraw_repayment_plan(id, uow)


@router.post("/{id}/apply", dependencies=[needs(Role.PROCESS)])
async def apply_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: Uow) -> RepaymentPlanView:
    return await repayments.apply_repayment_plan(id, command, uow)


@router.post("/{id}/return", dependencies=[needs(Role.PROCESS)])
async def return_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: Uow) -> RepaymentPlanView:
    return await repayments.return_repayment_plan(id, command, uow)


@router.post("/{id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_repayment_plan(id: UUID, command: DecideRepaymentPlan, uow: Uow) -> RepaymentPlanView:
    return await repayments.reject_repayment_plan(id, command, uow)
