"""How are the deadlines of a shard found?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import func, select

from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.dunning.dunnings import SHARDS
from messages.errors import NotFound
from services.collections.tables import Receivable, Shard
from services.collections.tables.columns import Receivables, Shards

LOCK_SHARDS = f"SELECT {columns(Shard, 's')} FROM shards s WHERE s.shard = ANY($1::int[]) ORDER BY s.shard FOR UPDATE"
SAVE_LEVELS = (
    "INSERT INTO dunning_level_reached"
    " SELECT l.* FROM jsonb_populate_recordset(NULL::dunning_level_reached, $1::text::jsonb) l"
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
    """Rows of `DunningLevelReached`, thousands with one statement. Twice the same level of a receivable is a fault: the
    primary key refuses it."""
    if levels:
        await work.fetch(SAVE_LEVELS, pydantic_core.to_json(levels).decode())


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
