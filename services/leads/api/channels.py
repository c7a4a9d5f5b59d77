"""How is one asked about channels, and about the keys by which other programs post leads?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from messages.base import Page
from messages.leads.channel_keys import ChannelKeyView, EditChannelKey, MakeChannelKey, RotateChannelKey
from messages.leads.channels import ChannelCounts, LeadChannelsView, SetLeadChannels
from messages.leads.lead_forms import ChangeLeadForm, LeadFormView, MakeLeadForm
from messages.roles import Role
from messages.text import Code
from services.leads.use_cases import channels

router = APIRouter(tags=["channels"])
READERS = needs(
    *(Role.MARKETING, Role.FINANCE, Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)
)
KEEPERS = needs(Role.OPS, Role.ADMIN)
FORM_KEEPERS = needs(Role.MARKETING, Role.OPS, Role.ADMIN)
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/lead-channels", dependencies=[READERS])
async def list_lead_channels(uow: Uow, legal_entity_id: Code | None = None) -> LeadChannelsView:
    return await channels.list_lead_channels(uow, legal_entity_id)


@router.put("/lead-channels", dependencies=[KEEPERS])
async def set_lead_channels(command: SetLeadChannels, uow: Uow) -> LeadChannelsView:
    return await channels.set_lead_channels(command, uow)


@router.get("/lead-channels/counts", dependencies=[READERS])
async def count_channels(uow: Uow, legal_entity_id: Code | None = None) -> ChannelCounts:
    return await channels.count_channels(uow, legal_entity_id)


@router.post("/channel-keys", status_code=201, dependencies=[KEEPERS])
async def make_channel_key(command: MakeChannelKey, uow: Uow) -> ChannelKeyView:
    return await channels.make_channel_key(command, uow)


@router.get("/channel-keys", dependencies=[KEEPERS])
async def list_channel_keys(
    uow: Uow, live: bool | None = None, cursor: str | None = None, limit: Limit = 50
) -> Page[ChannelKeyView]:
    return await channels.list_channel_keys(uow, live=live, cursor=cursor, limit=limit)


@router.get("/channel-keys/{channel_key_id}", dependencies=[KEEPERS])
async def show_channel_key(channel_key_id: UUID, uow: Uow, response: Response) -> ChannelKeyView:
    shown = await channels.show_channel_key(channel_key_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/channel-keys/{channel_key_id}", dependencies=[KEEPERS])
async def edit_channel_key(
    channel_key_id: UUID, command: EditChannelKey, uow: Uow, expected: IfMatch
) -> ChannelKeyView:
    return await channels.edit_channel_key(channel_key_id, command, uow, expected=expected)


@router.post("/channel-keys/{channel_key_id}/rotate", dependencies=[KEEPERS])
async def rotate_channel_key(
    channel_key_id: UUID, uow: Uow, command: RotateChannelKey = RotateChannelKey()
) -> ChannelKeyView:
    return await channels.rotate_channel_key(channel_key_id, command, uow)


@router.post("/channel-keys/{channel_key_id}/revoke", dependencies=[KEEPERS])
async def revoke_channel_key(channel_key_id: UUID, uow: Uow) -> ChannelKeyView:
    return await channels.revoke_channel_key(channel_key_id, uow)


@router.post("/lead-forms", status_code=201, dependencies=[FORM_KEEPERS])
async def make_lead_form(command: MakeLeadForm, uow: Uow) -> LeadFormView:
    return await channels.make_lead_form(command, uow)


@router.get("/lead-forms", dependencies=[FORM_KEEPERS])
async def list_lead_forms(uow: Uow, cursor: str | None = None, limit: Limit = 50) -> Page[LeadFormView]:
    return await channels.list_lead_forms(uow, cursor=cursor, limit=limit)


@router.get("/lead-forms/{lead_form_id}", dependencies=[FORM_KEEPERS])
async def show_lead_form(lead_form_id: UUID, uow: Uow, response: Response) -> LeadFormView:
    shown = await channels.show_lead_form(lead_form_id, uow)
    etag(response, shown.version)
    return shown


@router.put("/lead-forms/{lead_form_id}", dependencies=[FORM_KEEPERS])
async def change_lead_form(lead_form_id: UUID, command: ChangeLeadForm, uow: Uow, expected: IfMatch) -> LeadFormView:
    return await channels.change_lead_form(lead_form_id, command, uow, expected=expected)


@router.post("/lead-forms/{lead_form_id}/close", dependencies=[FORM_KEEPERS])
async def close_lead_form(lead_form_id: UUID, uow: Uow) -> LeadFormView:
    return await channels.close_lead_form(lead_form_id, uow)
