"""How do keepers ask collections?"""

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.collections.receivables import ShardView, SweepShard, SweptShard
from services.collections.api.roles import PROCESS
from services.collections.use_cases.list_shards import list_shards
from services.collections.use_cases.sweep_shard import sweep_shard

router = APIRouter(prefix="/shards", tags=["shards"])


@router.get("", dependencies=[needs("process", "ops", "admin")])
async def shards(uow: Uow) -> list[ShardView]:
    return await list_shards(uow)


@router.post("/{shard}/sweep", dependencies=[needs(*PROCESS)])
async def sweep(shard: int, uow: Uow, command: SweepShard = SweepShard()) -> SweptShard:
    return await sweep_shard(shard, command, uow)
