"""How does the next version of a dunning procedure come into force, and for whom would it?"""

from uuid import UUID

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.business_time import Duration
from messages.collections.dunning.dunnings import ShardDeadlineMoved
from messages.collections.dunning.procedures import (
    DunningProcedureEffects,
    DunningProcedureView,
    PublishDunningProcedure,
)
from messages.errors import Malformed
from services.collections.domain.dunning_procedure import Procedure, must_be_sound
from services.collections.store.dunning import procedures
from services.collections.store.dunning.choices import names_of
from services.collections.store.shards import lock_all_shards
from services.collections.tables import DunningProcedureRow
from services.collections.tables.dunning import level_of


async def publish_dunning_procedure(command: PublishDunningProcedure, uow: UnitOfWork) -> DunningProcedureView:
    """In force at once: the keepers are woken and set the clocks of what is open anew, in batches; a level that was
    reached stays so. The same key again shows what it published."""
    wanted = _wanted(command)
    must_be_sound(wanted.levels, wanted.repeat_days)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /dunning-procedures")
        last = await procedures.lock_last(work, command.legal_entity_id, command.grade)
        id = work.new_id()
        if work.repeated and (published := await procedures.find_procedure(work, id)) is not None:
            return await _view(work, published, last)
        made = DunningProcedureRow(
            id=id,
            **command.model_dump(exclude={"levels"}),
            levels=[one.model_dump(mode="json") for one in sorted(command.levels, key=lambda one: one.days)],
            version=last.version + 1 if last else 1,
            published_by=work.actor.id,
            published_at=work.now,
        )
        work.session.add(made)
        await _wake_keepers(work)
        await work.session.flush()
        await work.session.refresh(made)
        return await _view(work, made, made)


async def preview_dunning_procedure(command: PublishDunningProcedure, uow: UnitOfWork) -> DunningProcedureEffects:
    """What would follow; nothing is changed."""
    wanted = _wanted(command)
    must_be_sound(wanted.levels, wanted.repeat_days)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /dunning-procedures/preview")
        found = await procedures.effects_of(work, wanted)
        return DunningProcedureEffects(affected=found["affected"], at_once=found["at_once"])


def _wanted(command: PublishDunningProcedure) -> Procedure:
    """In the order of its days; raises where a time is none."""
    for one in command.levels:
        try:
            Duration.parse(one.within)
        except ValueError as wrong:
            raise Malformed("within", one.within, "SYS-20") from wrong
    levels = sorted(command.levels, key=lambda one: one.days)
    return Procedure(
        id=UUID(int=0),
        legal_entity_id=command.legal_entity_id,
        grade=command.grade,
        levels=tuple(level_of(one) for one in levels),
        repeat_days=command.repeat_days,
        large_from=command.large_from,
    )


async def _wake_keepers(work: Work) -> None:
    for shard in await lock_all_shards(work):
        shard.next_due_at = work.now
        shard.version += 1
        moved = {"shard_id": shard.id, "shard": shard.shard, "version": shard.version}
        work.emit(ShardDeadlineMoved(**moved, next_due_at=work.now))


async def _view(work: Work, row: DunningProcedureRow, newest: DunningProcedureRow | None) -> DunningProcedureView:
    names = await names_of(work, [row.published_by] if row.published_by else [])
    return row.view(in_force=newest is not None and newest.id == row.id, names=names)
