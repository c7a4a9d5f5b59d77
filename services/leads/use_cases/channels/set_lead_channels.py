"""How does the company say by which channels its leads come?"""

from uuid import NAMESPACE_URL, uuid5

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import UnitOfWork
from messages.leads.channels import LeadChannelsSet, LeadChannelsView, SetLeadChannels
from services.leads.domain.channels import USUAL, must_be_kept, must_be_told_apart
from services.leads.domain.legal_entities import entity_for
from services.leads.store import channels
from services.leads.store.campaigns.activities import today


async def set_lead_channels(command: SetLeadChannels, uow: UnitOfWork) -> LeadChannelsView:
    """All of them at once. Leads that came before keep theirs."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        must_be_told_apart(command.channels)
        await channels.lock_channels(work, entity)
        if work.repeated or await channels.find_own_channels(work, entity) == command.channels:
            return LeadChannelsView(legal_entity_id=entity, channels=command.channels, usual=False)
        codes = [one.code for one in command.channels]
        must_be_kept(codes, await channels.first_used_beside(work, entity, codes, today(work)))
        await channels.set_channels(work, entity, command.channels)
        id = uuid5(NAMESPACE_URL, f"lead_channels/{entity}")
        work.emit(LeadChannelsSet(lead_channels_id=id, legal_entity_id=entity, codes=codes, by_id=work.actor.id))
        return LeadChannelsView(legal_entity_id=entity, channels=command.channels, usual=False)


async def list_lead_channels(uow: UnitOfWork, legal_entity_id: str | None) -> LeadChannelsView:
    """Who works for the whole house and names no legal entity sees the usual ones."""
    if legal_entity_id is None and ALL in uow.actor.legal_entities:
        return LeadChannelsView(legal_entity_id=ALL, channels=list(USUAL), usual=True)
    async with uow.begin() as work:
        entity = entity_for(legal_entity_id, work.actor.legal_entities)
        own = await channels.find_own_channels(work, entity)
        return LeadChannelsView(legal_entity_id=entity, channels=own or list(USUAL), usual=not own)
