"""How many leads came by each channel, and for which activity?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.channels import ChannelCounts
from services.leads.store import channels


async def count_channels(uow: UnitOfWork, legal_entity_id: str | None) -> ChannelCounts:
    async with uow.begin() as work:
        return await channels.count_by_channel(work, legal_entity_id)
