"""How do keepers ask collections?"""

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.dunning.dunnings import ProcessDueReceivables, ProcessedShard, ShardView
from messages.roles import Role
from services.collections.use_cases import dunning, grading, offers

router = APIRouter(prefix="/shards", tags=["shards"])


@router.get("", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def list_shards(uow: Uow) -> list[ShardView]:
    return await dunning.list_shards(uow)


@router.post("/{shard}/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_receivables(
    shard: int, uow: Uow, command: ProcessDueReceivables = ProcessDueReceivables()
) -> ProcessedShard:
    """Then, in transactions of their own, who is to be offered other terms, and who is to be graded anew: levels that
    were reached are in it."""
    done = await dunning.process_due_receivables(shard, command, uow)
    more = await offers.process_due_offers(uow)
    more = await grading.process_due_reviews(uow) or more
    return done.model_copy(update={"more": done.more or more})
