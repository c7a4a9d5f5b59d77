"""Which channels has a legal entity, and how many leads came by each?"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, union
from sqlalchemy.dialects.postgresql import insert

from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.leads.channels import ChannelCount, ChannelCounts, LeadChannel
from messages.leads.leads import LeadStatus
from services.leads.domain.channels import USUAL
from services.leads.store.leads import visible
from services.leads.tables import ACTIVITY, CHANNEL_KEY, LEAD, LEAD_CHANNEL, LEAD_FORM, LeadChannelRow

HOLD = "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))"
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def find_own_channels(work: Work, legal_entity_id: str) -> list[LeadChannel]:
    """Those that the legal entity has set; none: it has set none."""
    query = select(LeadChannelRow).where(LEAD_CHANNEL.legal_entity_id == legal_entity_id)
    return [row.row() for row in (await work.session.execute(query.order_by(LEAD_CHANNEL.position))).scalars()]


async def list_channels(work: Work, legal_entity_id: str) -> list[LeadChannel]:
    """Those that the legal entity has set, else the usual ones."""
    return await find_own_channels(work, legal_entity_id) or list(USUAL)


async def hold_channels(work: Work, legal_entity_id: str) -> list[LeadChannel]:
    """The same; they stay as they are until this transaction ends."""
    await work.fetch(HOLD, _name(legal_entity_id))
    return await list_channels(work, legal_entity_id)


async def lock_channels(work: Work, legal_entity_id: str) -> None:
    """Nobody begins to use one meanwhile."""
    await work.fetch(LOCK, _name(legal_entity_id))


async def set_channels(work: Work, legal_entity_id: str, channels: Sequence[LeadChannel]) -> None:
    await work.session.execute(delete(LeadChannelRow).where(LEAD_CHANNEL.legal_entity_id == legal_entity_id))
    rows = [
        {"legal_entity_id": legal_entity_id, "position": position, **channel.model_dump(mode="json")}
        for position, channel in enumerate(channels)
    ]
    await work.session.execute(insert(LEAD_CHANNEL.__table__), rows)


async def first_used_beside(work: Work, legal_entity_id: str, codes: Sequence[str], today: date) -> str | None:
    """A channel that is still used and is none of these."""
    keys = select(CHANNEL_KEY.channel.label("code")).where(
        CHANNEL_KEY.legal_entity_id == legal_entity_id, CHANNEL_KEY.revoked_at.is_(None)
    )
    forms = select(LEAD_FORM.channel).where(LEAD_FORM.legal_entity_id == legal_entity_id, LEAD_FORM.closed_at.is_(None))
    activities = select(ACTIVITY.channel).where(
        ACTIVITY.legal_entity_id == legal_entity_id, ACTIVITY.cancelled_at.is_(None), ACTIVITY.ends_on >= today
    )
    used = union(keys, forms, activities).subquery()
    query = select(used.c.code).where(used.c.code.not_in(codes)).order_by(used.c.code).limit(1)
    found: str | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def count_by_channel(work: Work, legal_entity_id: str | None) -> ChannelCounts:
    """Of the leads that this actor may see."""
    wanted = both(LEAD.legal_entity_id == legal_entity_id if legal_entity_id else None)
    counted = [func.count(), *(func.count().filter(LEAD.status == status) for status in _SHOWN)]
    query = select(LEAD.channel_code, LEAD.activity_id, *counted).where(visible(work), wanted)
    rows = (await work.session.execute(query.group_by(LEAD.channel_code, LEAD.activity_id))).all()
    found = [
        ChannelCount(channel_code=row[0], activity_id=row[1], leads=row[2], **dict(zip(_NAMES, row[3:], strict=True)))
        for row in rows
    ]
    ordered = sorted(found, key=lambda one: (-one.leads, one.channel_code, str(one.activity_id)))
    return ChannelCounts(total=sum(one.leads for one in found), rows=ordered)


_SHOWN = (LeadStatus.CONVERTED, LeadStatus.DROPPED, LeadStatus.DUPLICATE)
_NAMES = ("converted", "dropped", "duplicates")


def _name(legal_entity_id: str) -> str:
    return f"lead_channels:{legal_entity_id}"
