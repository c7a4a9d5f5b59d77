"""How is collections asked for commission?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.commission import (
    CommissionPlanView,
    CommissionQuotaView,
    CommissionSplitView,
    CommissionStatement,
    CommissionSums,
    Month,
    PublishCommissionPlan,
    SetCommissionQuota,
    SetCommissionSplit,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit
from services.collections.use_cases import commission

router = APIRouter(tags=["commission"])

EARNERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE)


@router.get("/commission-plans", dependencies=[needs(*EARNERS)])
async def list_commission_plans(uow: Uow) -> list[CommissionPlanView]:
    return await commission.list_commission_plans(uow)


@router.post("/commission-plans", dependencies=[needs(Role.FINANCE), keyed()], status_code=201)
async def publish_commission_plan(command: PublishCommissionPlan, uow: Uow) -> CommissionPlanView:
    return await commission.publish_commission_plan(command, uow)


@router.get("/commission-quotas", dependencies=[needs(Role.FINANCE, Role.DIRECTOR)])
async def list_commission_quotas(month: Month, uow: Uow) -> list[CommissionQuotaView]:
    return await commission.list_commission_quotas(month, uow)


@router.post("/commission-quotas", dependencies=[needs(Role.FINANCE), keyed()])
async def set_commission_quota(command: SetCommissionQuota, uow: Uow) -> CommissionQuotaView:
    return await commission.set_commission_quota(command, uow)


@router.get("/commission-splits/{order_id}", dependencies=[needs(*EARNERS)])
async def show_commission_split(order_id: UUID, uow: Uow) -> CommissionSplitView:
    return await commission.show_commission_split(order_id, uow)


@router.post("/commission-splits/{order_id}", dependencies=[needs(Role.SALES_MANAGER, Role.FINANCE), keyed()])
async def set_commission_split(order_id: UUID, command: SetCommissionSplit, uow: Uow) -> CommissionSplitView:
    return await commission.set_commission_split(order_id, command, uow)


@router.get("/commission-sums", dependencies=[needs(*EARNERS)])
async def sum_commission(month: Month, uow: Uow) -> CommissionSums:
    return await commission.sum_commission(month, uow)


@router.get("/commission-statements/{person_id}", dependencies=[needs(*EARNERS)])
async def show_commission_statement(
    person_id: UUID, month: Month, uow: Uow, cursor: Cursor = None, limit: Limit = 50
) -> CommissionStatement:
    return await commission.show_commission_statement(person_id, month, uow, cursor=cursor, limit=limit)
