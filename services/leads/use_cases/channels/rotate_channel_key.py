"""How does a channel key get a new secret, and how does it end?"""

from datetime import timedelta
from uuid import UUID

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork
from messages.leads.channel_keys import ChannelKeyRevoked, ChannelKeyRotated, ChannelKeyView, RotateChannelKey
from services.leads.domain.channel_keys import SHOWN, hash_of, must_hold_still, secret_of
from services.leads.store import channel_keys
from services.leads.use_cases.channels.make_channel_key import event_args


async def rotate_channel_key(id: UUID, command: RotateChannelKey, uow: UnitOfWork) -> ChannelKeyView:
    """Both secrets hold for a time, so that nothing is lost while the other program changes. Shown once, as before."""
    async with uow.begin() as work:
        row = await channel_keys.lock_key(work, id)
        must_hold_still(row.name, row.revoked_at)
        if work.repeated:
            return channel_keys.view_of(work, row)
        secret = secret_of(clock.new_secret())
        until = work.now + timedelta(hours=command.both_hold_hours) if command.both_hold_hours else None
        row.former_hash, row.former_until = (row.key_hash, until) if until else (None, None)
        row.key_hash, row.ends_with = hash_of(secret), secret[-SHOWN:]
        row.version += 1
        said = {**event_args(row), "by_id": work.actor.id, "former_until": until, "version": row.version}
        work.emit(ChannelKeyRotated.model_validate(said))
        return channel_keys.view_of(work, row, secret)


async def revoke_channel_key(id: UUID, uow: UnitOfWork) -> ChannelKeyView:
    """At once, with both secrets. Revoking again changes nothing."""
    async with uow.begin() as work:
        row = await channel_keys.lock_key(work, id)
        if row.revoked_at is None:
            row.revoked_at, row.former_hash, row.former_until = work.now, None, None
            row.version += 1
            said = {**event_args(row), "by_id": work.actor.id, "version": row.version}
            work.emit(ChannelKeyRevoked.model_validate(said))
        return channel_keys.view_of(work, row)
