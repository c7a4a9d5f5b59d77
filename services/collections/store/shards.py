"""How are the deadlines of a shard found?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_one_statement
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.dunning.dunnings import SHARDS
from messages.errors import NotFound
from services.collections.domain.dunning_procedure import REMINDER
from services.collections.tables import DunningLevelReached, Receivable, Shard
from services.collections.tables.columns import Receivables, Shards

LOCK_SHARDS = f"SELECT {columns(Shard, 's')} FROM shards s WHERE s.shard = ANY($1::int[]) ORDER BY s.shard FOR UPDATE"
OF_ONE_LETTER = """ r.customer_id = d.customer_id AND r.currency = d.currency
    AND r.legal_entity_id = d.legal_entity_id AND r.id = l.receivable_id AND l.saved_at = d.prepared_at"""
LOCK_LETTER = text(
    "SELECT d.id FROM dunning d, receivables r, dunning_level_reached l"
    f" WHERE l.receivable_id = :receivable AND l.level = :level AND l.level <> {REMINDER}"
    f" AND{OF_ONE_LETTER} FOR UPDATE OF d"
)
CONFIRM = text(
    "UPDATE dunning_level_reached SET notified = array_append(notified, who.name), notified_at = :now"
    " FROM (SELECT coalesce(nullif(:who, ''), notifies[1]) AS name FROM dunning_level_reached"
    " WHERE receivable_id = :receivable AND level = :level) AS who"
    " WHERE receivable_id = :receivable AND level = :level AND who.name = ANY(notifies)"
    " AND NOT who.name = ANY(notified) RETURNING who.name"
)
# Who of the levels of a letter still has one of them not in his inbox?
CONFIRM_LETTER = text(
    "UPDATE dunning d SET notified = array_append(d.notified, :notifies), notified_at = :now"
    " WHERE d.id = :id AND NOT :notifies = ANY(d.notified) AND NOT EXISTS (SELECT 1"
    f" FROM receivables r, dunning_level_reached l WHERE{OF_ONE_LETTER}"
    f" AND :notifies = ANY(l.notifies) AND l.level <> {REMINDER} AND NOT :notifies = ANY(l.notified))"
)


async def lock_due(work: Work, shard: int, limit: int) -> list[Receivable]:
    """What is due by now, whole customers up to about `limit` receivables (at least one customer), locked by id.

    Who waited here for another keeper finds the deadlines moved on and gets nothing: each level is handled once.
    """
    due = (Receivables.shard == shard, Receivables.next_at <= work.now)
    per_customer = select(Receivables.customer_id, func.count()).where(*due).group_by(Receivables.customer_id)
    chosen: list[UUID] = []
    room = limit
    for customer_id, count in await work.session.execute(
        per_customer.order_by(func.min(Receivables.next_at)).limit(limit)
    ):
        if chosen and count > room:
            break
        chosen.append(customer_id)
        room -= count
    query = (
        select(Receivables).where(*due, Receivables.customer_id.in_(chosen)).order_by(Receivables.id).with_for_update()
    )
    return list((await work.session.execute(query)).scalars()) if chosen else []


async def save_levels(work: Work, levels: Sequence[Mapping[str, Any]]) -> None:
    """Rows of `DunningLevelReached`, thousands at a time. Twice the same level of a receivable is a fault: the primary
    key refuses it."""
    if levels:
        await work.session.execute(in_one_statement(insert(DunningLevelReached)), list(levels))


async def confirm_notified(work: Work, receivable_id: UUID, level: int, who: str) -> None:
    """Of the level; and of the letter, when all of its levels that name him are in his inbox. Whoever confirms another
    level of the letter waits. `who`: as the level names him; of a level that names one only it need not be said."""
    values = {"receivable": receivable_id, "level": level}
    letter = (await work.session.execute(LOCK_LETTER, values)).scalar()
    notifies = (await work.session.execute(CONFIRM, values | {"who": who, "now": work.now})).scalar()
    if letter and notifies:
        await work.session.execute(CONFIRM_LETTER, {"id": letter, "notifies": notifies, "now": work.now})


async def lock_shards(work: Work, shards: Sequence[int]) -> list[Shard]:
    return [shard for (shard,) in await work.read((Shard,), LOCK_SHARDS, list(shards))]


async def lock_all_shards(work: Work) -> list[Shard]:
    return await lock_shards(work, range(SHARDS))


async def lock_shard(work: Work, shard: int) -> Shard:
    found = await lock_shards(work, [shard])
    if not found:
        raise NotFound("shard", str(shard))
    return found[0]


async def list_shards(work: Work) -> Sequence[Any]:
    """Each shard with its nearest clock and how many run."""
    clocks = (
        select(Receivables.shard, func.min(Receivables.next_at).label("nearest"), func.count().label("clocks"))
        .where(Receivables.next_at.is_not(None))
        .group_by(Receivables.shard)
        .subquery()
    )
    query = select(Shards.shard, Shards.id, clocks.c.nearest, func.coalesce(clocks.c.clocks, 0).label("clocks"))
    joined = query.outerjoin(clocks, clocks.c.shard == Shards.shard).order_by(Shards.shard)
    return (await work.session.execute(joined)).all()
