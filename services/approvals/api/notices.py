"""How are notices, channels and deliveries asked for?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.notices import (
    AddChannel,
    ChannelView,
    DeliveryState,
    DeliveryView,
    NoticeCount,
    NoticeView,
    ProcessedDeliveries,
    SetAside,
)
from messages.base import Page
from messages.roles import Role
from services.approvals.settings import ApprovalsSettings
from services.approvals.use_cases.notices import add_channel, list_notices, read_notice, resend_delivery
from services.approvals.use_cases.notices.list_deliveries import list_deliveries
from services.approvals.use_cases.notices.process_due_deliveries import process_due_deliveries

router = APIRouter(tags=["notices"])


def own_settings(request: Request) -> ApprovalsSettings:
    settings: ApprovalsSettings = request.app.state.issuer.settings
    return settings


Own = Annotated[ApprovalsSettings, Depends(own_settings)]


@router.get("/notices", dependencies=[needs()])
async def notices(
    uow: Uow, unread: bool = False, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Page[NoticeView]:
    return await list_notices.list_notices(uow, unread=unread, cursor=cursor, limit=limit)


@router.get("/notices/count", dependencies=[needs()])
async def count(uow: Uow) -> NoticeCount:
    return await list_notices.count_notices(uow)


@router.post("/notices/read", dependencies=[needs()])
async def read_all(uow: Uow) -> NoticeCount:
    return await read_notice.read_notices(uow)


@router.post("/notices/{notice_id}/read", dependencies=[needs()])
async def read(notice_id: UUID, uow: Uow) -> NoticeView:
    return await read_notice.read_notice(notice_id, uow)


@router.get("/channels", dependencies=[needs()])
async def channels(uow: Uow, person_id: UUID | None = None) -> list[ChannelView]:
    return await add_channel.list_channels(person_id, uow)


@router.post("/channels", dependencies=[needs()])
async def add(command: AddChannel, uow: Uow, settings: Own) -> ChannelView:
    return await add_channel.add_channel(command, uow, settings)


@router.delete("/channels/{channel_id}", dependencies=[needs()])
async def remove(channel_id: UUID, uow: Uow) -> ChannelView:
    return await add_channel.remove_channel(channel_id, uow)


@router.post("/channels/{channel_id}/try", dependencies=[needs()])
async def try_(channel_id: UUID, uow: Uow, settings: Own) -> DeliveryView:
    return await add_channel.try_channel(channel_id, uow, settings)


@router.get("/deliveries", dependencies=[needs()])
async def deliveries(
    uow: Uow,
    state: DeliveryState | None = None,
    everybody: bool = False,
    to_programs: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Page[DeliveryView]:
    return await list_deliveries(
        uow, state=state, everybody=everybody, to_programs=to_programs, cursor=cursor, limit=limit
    )


@router.post("/deliveries/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due(uow: Uow, settings: Own) -> ProcessedDeliveries:
    return await process_due_deliveries(uow, settings)


@router.post("/deliveries/{delivery_id}/resend", dependencies=[needs()])
async def resend(delivery_id: UUID, uow: Uow) -> DeliveryView:
    return await resend_delivery.resend_delivery(delivery_id, uow)


@router.post("/deliveries/{delivery_id}/set-aside", dependencies=[needs(Role.OPS, Role.ADMIN, Role.ORDER_ADMIN)])
async def set_aside(delivery_id: UUID, command: SetAside, uow: Uow) -> DeliveryView:
    return await resend_delivery.set_aside_delivery(delivery_id, command, uow)
