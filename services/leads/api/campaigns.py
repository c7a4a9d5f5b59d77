"""How is one asked about campaigns and their activities?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag, keyed
from messages.base import Page
from messages.leads.activities import (
    ActivityStatus,
    ActivityView,
    CancelActivity,
    CostView,
    EditActivity,
    PlanActivity,
    RecordCost,
)
from messages.leads.campaigns import CampaignView, EditCampaign, PlanCampaign
from messages.roles import Role
from messages.text import Code, ShortStr
from services.leads.use_cases import campaigns

router = APIRouter(tags=["campaigns"])
PLANNERS = needs(Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
SPENDERS = needs(Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN)
READERS = needs(
    *(Role.MARKETING, Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN, Role.PROCESS)
)
Limit = Annotated[int, Query(ge=1, le=100)]
Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2199, 12, 31))]


@router.post("/campaigns", status_code=201, dependencies=[PLANNERS])
async def plan_campaign(command: PlanCampaign, uow: Uow) -> CampaignView:
    return await campaigns.plan_campaign(command, uow)


@router.get("/campaigns", dependencies=[READERS])
async def list_campaigns(
    uow: Uow,
    q: ShortStr | None = None,
    owner_id: UUID | None = None,
    on: Day = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[CampaignView]:
    """`on`: which go on that day."""
    return await campaigns.list_campaigns(uow, q=q, owner_id=owner_id, on=on, cursor=cursor, limit=limit)


@router.get("/campaigns/{campaign_id}", dependencies=[READERS])
async def show_campaign(campaign_id: UUID, uow: Uow, response: Response) -> CampaignView:
    shown = await campaigns.show_campaign(campaign_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/campaigns/{campaign_id}", dependencies=[PLANNERS])
async def edit_campaign(campaign_id: UUID, command: EditCampaign, uow: Uow, expected: IfMatch) -> CampaignView:
    return await campaigns.edit_campaign(campaign_id, command, uow, expected=expected)


@router.post("/campaigns/{campaign_id}/activities", status_code=201, dependencies=[PLANNERS])
async def plan_activity(campaign_id: UUID, command: PlanActivity, uow: Uow) -> ActivityView:
    return await campaigns.plan_activity(campaign_id, command, uow)


@router.get("/activities", dependencies=[READERS])
async def list_activities(
    uow: Uow,
    campaign_id: UUID | None = None,
    status: ActivityStatus | None = None,
    channel: Code | None = None,
    q: ShortStr | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[ActivityView]:
    return await campaigns.list_activities(
        uow, campaign_id=campaign_id, status=status, channel=channel, q=q, cursor=cursor, limit=limit
    )


@router.get("/activities/{activity_id}", dependencies=[READERS])
async def show_activity(activity_id: UUID, uow: Uow, response: Response) -> ActivityView:
    shown = await campaigns.show_activity(activity_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/activities/{activity_id}", dependencies=[PLANNERS])
async def edit_activity(activity_id: UUID, command: EditActivity, uow: Uow, expected: IfMatch) -> ActivityView:
    return await campaigns.edit_activity(activity_id, command, uow, expected=expected)


@router.post("/activities/{activity_id}/cancel", dependencies=[PLANNERS])
async def cancel_activity(activity_id: UUID, command: CancelActivity, uow: Uow) -> ActivityView:
    return await campaigns.cancel_activity(activity_id, command, uow)


@router.get("/activities/{activity_id}/costs", dependencies=[READERS])
async def list_costs(activity_id: UUID, uow: Uow, cursor: str | None = None, limit: Limit = 50) -> Page[CostView]:
    return await campaigns.list_costs(activity_id, uow, cursor=cursor, limit=limit)


@router.post("/activities/{activity_id}/costs", status_code=201, dependencies=[SPENDERS, keyed()])
async def record_cost(activity_id: UUID, command: RecordCost, uow: Uow) -> ActivityView:
    return await campaigns.record_cost(activity_id, command, uow)
