"""How are channels and deliveries asked for?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from chassis.identity import needs
from chassis.web import Uow
from messages.approvals.notices import AddChannel, ChannelView, DeliveryState, DeliveryView, SweptDeliveries
from messages.base import Page
from services.approvals.settings import ApprovalsSettings
from services.approvals.use_cases import keep_channels
from services.approvals.use_cases.list_deliveries import list_deliveries, send_again
from services.approvals.use_cases.sweep_deliveries import sweep_deliveries

router = APIRouter(tags=["notices"])


def own_settings(request: Request) -> ApprovalsSettings:
    settings: ApprovalsSettings = request.app.state.issuer.settings
    return settings


Own = Annotated[ApprovalsSettings, Depends(own_settings)]


@router.get("/channels", dependencies=[needs()])
async def channels(uow: Uow, person_id: UUID | None = None) -> list[ChannelView]:
    return await keep_channels.list_channels(person_id, uow)


@router.post("/channels", dependencies=[needs()])
async def add(command: AddChannel, uow: Uow, settings: Own) -> ChannelView:
    return await keep_channels.add_channel(command, uow, settings)


@router.delete("/channels/{channel_id}", dependencies=[needs()])
async def remove(channel_id: UUID, uow: Uow) -> ChannelView:
    return await keep_channels.remove_channel(channel_id, uow)


@router.post("/channels/{channel_id}/try", dependencies=[needs()])
async def try_(channel_id: UUID, uow: Uow, settings: Own) -> DeliveryView:
    return await keep_channels.try_channel(channel_id, uow, settings)


@router.get("/deliveries", dependencies=[needs()])
async def deliveries(
    uow: Uow,
    state: DeliveryState | None = None,
    everybody: bool = False,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Page[DeliveryView]:
    return await list_deliveries(uow, state=state, everybody=everybody, cursor=cursor, limit=limit)


@router.post("/deliveries/sweep", dependencies=[needs("process")])
async def sweep(uow: Uow, settings: Own) -> SweptDeliveries:
    return await sweep_deliveries(uow, settings)


@router.post("/deliveries/{delivery_id}/again", dependencies=[needs()])
async def again(delivery_id: UUID, uow: Uow) -> DeliveryView:
    return await send_again(delivery_id, uow)
