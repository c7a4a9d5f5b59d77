"""Which keys are there by which leads may come?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.leads.channel_keys import ChannelKeyView
from services.leads.store import channel_keys


async def list_channel_keys(
    uow: UnitOfWork, *, live: bool | None, cursor: str | None, limit: int
) -> Page[ChannelKeyView]:
    async with uow.begin() as work:
        return await channel_keys.page_of_keys(work, live=live, cursor=cursor, limit=limit)


async def show_channel_key(id: UUID, uow: UnitOfWork) -> ChannelKeyView:
    async with uow.begin() as work:
        return channel_keys.view_of(work, await channel_keys.get_key(work, id))
