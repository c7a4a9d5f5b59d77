"""How are channel keys found, and how is their use counted?"""

from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.channel_keys import ChannelKeyView
from services.leads.domain.channel_keys import Use
from services.leads.tables import CHANNEL_KEY, ChannelKeyRow

FIND = "SELECT id, name, legal_entity_id FROM channel_key WHERE key_hash = $1 OR former_hash = $1"


async def find_by_hash(uow: UnitOfWork, hashed: str) -> tuple[UUID, str, str] | None:
    """Whose it may be (id, name, legal entity): whether it holds is asked when it is locked."""
    rows = await uow.fetch(FIND, hashed)
    return (rows[0]["id"], rows[0]["name"], rows[0]["legal_entity_id"]) if rows else None


async def lock_key_in_use(work: Work, id: UUID) -> ChannelKeyRow:
    """Whoever asks: the one who posts by it."""
    query = select(ChannelKeyRow).where(CHANNEL_KEY.id == id).with_for_update()
    found: ChannelKeyRow = (await work.session.execute(query)).scalar_one()
    return found


async def get_key(work: Work, id: UUID) -> ChannelKeyRow:
    return await _key(work, id, lock=False)


async def lock_key(work: Work, id: UUID) -> ChannelKeyRow:
    return await _key(work, id, lock=True)


async def add_key(work: Work, row: ChannelKeyRow) -> bool:
    """False: this id is taken already."""
    fresh = insert(ChannelKeyRow).values(row.model_dump()).on_conflict_do_nothing().returning(CHANNEL_KEY.id)
    return (await work.session.execute(fresh)).first() is not None


async def page_of_keys(work: Work, *, live: bool | None, cursor: str | None, limit: int) -> Page[ChannelKeyView]:
    """The newest first."""
    holds = None if live is None else CHANNEL_KEY.revoked_at.is_(None) if live else CHANNEL_KEY.revoked_at.is_not(None)
    query = select(ChannelKeyRow).where(both(_in_reach(work), holds))
    key = [CHANNEL_KEY.created_at, CHANNEL_KEY.id]
    shown = lambda row: view_of(work, row)  # noqa: E731
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=shown)


def use_of(row: ChannelKeyRow) -> Use:
    return Use(row.minute_at, row.minute_count, row.day_at, row.day_count)


def set_use(work: Work, row: ChannelKeyRow, use: Use) -> None:
    row.minute_at, row.minute_count, row.day_at, row.day_count = use.minute, use.in_minute, use.day, use.in_day
    row.last_used_at = work.now


def view_of(work: Work, row: ChannelKeyRow, secret: str | None = None) -> ChannelKeyView:
    today = work.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = row.former_until if row.former_until and row.former_until > work.now else None
    own: dict[str, Any] = row.model_dump(include=set(ChannelKeyView.model_fields) - {"former_until"})
    received = row.day_count if row.day_at == today else 0
    return ChannelKeyView(**own, secret=secret, former_until=waits, received_today=received)


async def _key(work: Work, id: UUID, *, lock: bool) -> ChannelKeyRow:
    query = select(ChannelKeyRow).where(CHANNEL_KEY.id == id, both(_in_reach(work)))
    found = (await work.session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if found is None:
        raise NotFound("channel_key", id)
    row: ChannelKeyRow = found
    return row


def _in_reach(work: Work) -> Any:
    own = work.actor.legal_entities
    return None if ALL in own else CHANNEL_KEY.legal_entity_id.in_(own)
