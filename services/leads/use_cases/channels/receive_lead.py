"""How does a lead come from another program, by its channel key?"""

from dataclasses import replace

from chassis.auth.identity import Actor
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.leads.channel_keys import LeadField, ReceivedLead, ReceiveLead
from messages.leads.leads import LeadFields
from services.leads.domain.channel_keys import (
    Secrets,
    WrongKey,
    hash_of,
    holds,
    must_be_reachable,
    must_say_only,
    used_once_more,
)
from services.leads.store import channel_keys
from services.leads.tables import ChannelKeyRow
from services.leads.use_cases.steps.assign_by_rules import assign_new
from services.leads.use_cases.steps.capture_leads import Draft, capture_leads
from services.leads.use_cases.steps.tag_leads import Tag


async def receive_lead(secret: str, command: ReceiveLead, uow: UnitOfWork) -> ReceivedLead:
    """Once for each number of the channel, also of many at once. Raises WrongKey and TooMany."""
    hashed = hash_of(secret)
    found = await channel_keys.find_by_hash(uow, hashed)
    if found is None:
        raise WrongKey
    id, name, entity = found
    actor = Actor(id, name=name, legal_entities=(entity,), lang=uow.actor.lang)
    async with replace(uow, actor=actor).begin() as work:
        key = await channel_keys.lock_key_in_use(work, id)
        secrets = Secrets(key.key_hash, key.former_hash, key.former_until)
        if key.revoked_at is not None or not holds(hashed, secrets, work.now):
            raise WrongKey
        limits = {"per_minute": key.per_minute, "per_day": key.per_day}
        channel_keys.set_use(work, key, used_once_more(channel_keys.use_of(key), work.now, **limits))
        must_say_only([LeadField(field) for field in key.fields], command)
        must_be_reachable(command)
        return await _capture(work, key, command)


async def _capture(work: Work, key: ChannelKeyRow, command: ReceiveLead) -> ReceivedLead:
    fields = LeadFields(**command.model_dump(), source=key.source, channel=key.channel)
    tag = Tag(key.channel, key.activity_id)
    draft = Draft(work.new_id(), fields, pool_id=key.pool_id, tag=tag)
    [captured] = await capture_leads(work, key.legal_entity_id, [draft])
    if captured.violation:
        raise captured.violation
    if captured.lead is None:
        raise NotFound("lead", draft.id)
    lead = captured.lead
    if captured.new:
        await assign_new(work, [lead])
    return ReceivedLead(id=lead.id, number=lead.number, external_id=command.external_id, known=not captured.new)
