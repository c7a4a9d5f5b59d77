"""Is a deadline earlier than the keeper of its shard knows? Then it is published, and the keeper wakes up."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chassis.db.unit_of_work import Work
from messages.collections.dunning.dunnings import ShardDeadlineMoved
from services.collections.store.shards import lock_shards
from services.collections.tables import Receivable


async def publish_deadlines(work: Work, receivables: Iterable[Receivable]) -> None:
    """A step of other use cases, near their end: from here to the commit no keeper of the shard sets its deadline."""
    nearest: dict[int, datetime] = {}
    for row in receivables:
        if row.next_at is not None:
            nearest[row.shard] = min(row.next_at, nearest.get(row.shard, row.next_at))
    await publish_clocks(work, nearest)


async def publish_clocks(work: Work, nearest: Mapping[int, datetime]) -> None:
    """The same of what is not a receivable's own."""
    if not nearest:
        return
    for shard in await lock_shards(work, sorted(nearest)):
        next_at = nearest[shard.shard]
        if shard.next_due_at is None or next_at < shard.next_due_at:
            shard.next_due_at = next_at
            shard.version += 1
            moved = ShardDeadlineMoved(shard_id=shard.id, shard=shard.shard, next_due_at=next_at, version=shard.version)
            work.emit(moved)
