"""How does another program get a key by which it posts leads?"""

from uuid import UUID

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, must_match
from messages.leads.channel_keys import ChannelKeyMade, ChannelKeyView, EditChannelKey, MakeChannelKey
from services.leads.domain.channel_keys import SHOWN, hash_of, must_hold_still, secret_of
from services.leads.domain.channels import channel_named
from services.leads.domain.legal_entities import entity_for
from services.leads.store import channel_keys, channels
from services.leads.tables import ChannelKeyRow
from services.leads.use_cases.steps.lead_somewhere import must_lead_somewhere

PLAIN = {"name", "activity_id", "pool_id", "fields", "per_minute", "per_day"}


async def make_channel_key(command: MakeChannelKey, uow: UnitOfWork) -> ChannelKeyView:
    """Its secret is in this answer only: the same request again shows the key without it."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        secret = secret_of(clock.new_secret())
        channel = channel_named(command.channel, await channels.hold_channels(work, entity))
        row = ChannelKeyRow(
            **command.model_dump(include=PLAIN),
            id=command.id or work.new_id(),
            legal_entity_id=entity,
            channel=channel,
            source=command.source or channel,
            key_hash=hash_of(secret),
            ends_with=secret[-SHOWN:],
            created_by=work.actor.id,
            created_at=work.now,
        )
        await must_lead_somewhere(work, row.legal_entity_id, row.pool_id, row.activity_id)
        if work.repeated or not await channel_keys.add_key(work, row):
            return channel_keys.view_of(work, await channel_keys.get_key(work, row.id))
        work.emit(ChannelKeyMade(**event_args(row), by_id=work.actor.id, version=row.version))
        return channel_keys.view_of(work, row, secret)


async def edit_channel_key(id: UUID, command: EditChannelKey, uow: UnitOfWork, *, expected: int) -> ChannelKeyView:
    """What it may do from now on; its secret stays."""
    async with uow.begin() as work:
        row = await channel_keys.lock_key(work, id)
        if work.repeated:
            return channel_keys.view_of(work, row)
        must_match("channel_key", row.id, current=row.version, expected=expected)
        must_hold_still(row.name, row.revoked_at)
        said = command.model_dump(exclude_unset=True)
        changed = {
            name: value for name, value in said.items() if value is not None or name in ("activity_id", "pool_id")
        }
        if any(getattr(row, name) != value for name, value in changed.items()):
            for name, value in changed.items():
                setattr(row, name, value)
            await must_lead_somewhere(work, row.legal_entity_id, row.pool_id, row.activity_id)
            row.version += 1
        return channel_keys.view_of(work, row)


def event_args(row: ChannelKeyRow) -> dict[str, object]:
    return row.model_dump(include={"name", "legal_entity_id", "channel"}) | {"channel_key_id": row.id}
