"""When is the nearest deadline of each shard?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.dunnings import ShardView
from services.collections.store import shards


async def list_shards(uow: UnitOfWork) -> list[ShardView]:
    async with uow.begin() as work:
        return [
            ShardView(shard=row.shard, shard_id=row.id, next_due_at=row.nearest, clocks=row.clocks)
            for row in await shards.list_shards(work)
        ]
