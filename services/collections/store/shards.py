"""How are the clocks of a shard found and told?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import Work
from messages.errors import NotFound
from services.collections.domain.ladder import Rung
from services.collections.tables import Receivable, RungReached, Shard
from services.collections.tables.columns import Ladder, Receivables, Shards


async def ladder(work: Work) -> list[Rung]:
    rows = (await work.session.execute(select(Ladder).order_by(Ladder.days))).scalars()
    return [Rung(row.number, row.days, row.tells) for row in rows]


async def find_shard(work: Work, shard: int) -> None:
    """Raises NotFound."""
    if await work.session.get(Shard, shard) is None:
        raise NotFound("shard", str(shard))


async def lock_due(work: Work, shard: int, limit: int) -> list[Receivable]:
    """What is due by now, whole customers up to about `limit` receivables (at least one customer), locked by id.

    Who waited here for another sweep finds the clocks moved on and gets nothing: each rung is handled once.
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


async def note_rungs(work: Work, rungs: Sequence[RungReached]) -> None:
    """Twice the same rung of a receivable is a fault: the primary key refuses it."""
    if rungs:
        await work.session.execute(insert(RungReached), [rung.model_dump() for rung in rungs])


async def lock_shards(work: Work, shards: Sequence[int]) -> list[Shard]:
    query = select(Shards).where(Shards.shard.in_(shards)).order_by(Shards.shard).with_for_update()
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def lock_shard(work: Work, shard: int) -> Shard:
    found = await lock_shards(work, [shard])
    if not found:
        raise NotFound("shard", str(shard))
    return found[0]


async def nearest(work: Work, shard: int) -> datetime | None:
    query = select(func.min(Receivables.next_at)).where(Receivables.shard == shard, Receivables.next_at.is_not(None))
    found: datetime | None = (await work.session.execute(query)).scalar_one()
    return found


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
