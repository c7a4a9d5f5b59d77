"""Does a clock ring earlier than the keeper of its shard knows? Then the keeper is told."""

from collections.abc import Iterable
from datetime import datetime

from chassis.unit_of_work import Work
from messages.collections.receivables import ShardDeadlineMoved
from services.collections.store.shards import lock_shards
from services.collections.tables import Receivable


async def tell_deadlines(work: Work, receivables: Iterable[Receivable]) -> None:
    """A step of other use cases, near their end: from here to the commit no sweep of the shard sets its deadline."""
    nearest: dict[int, datetime] = {}
    for row in receivables:
        if row.next_at is not None:
            nearest[row.shard] = min(row.next_at, nearest.get(row.shard, row.next_at))
    if not nearest:
        return
    for shard in await lock_shards(work, sorted(nearest)):
        rings = nearest[shard.shard]
        if shard.next_due_at is None or rings < shard.next_due_at:
            shard.next_due_at = rings
            shard.version += 1
            moved = ShardDeadlineMoved(shard_id=shard.id, shard=shard.shard, next_due_at=rings, version=shard.version)
            work.emit(moved)
