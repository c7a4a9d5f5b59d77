"""How is a pool made, or its rules changed?"""

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import Stale
from messages.leads.pools import DefinePool, PoolDefined, PoolView
from services.leads.domain.deadlines import FollowUpPeriod
from services.leads.domain.follow_ups import kinds_of, must_count
from services.leads.domain.legal_entities import entity_for
from services.leads.store import leads as store
from services.leads.store import pools
from services.leads.tables import PoolRow


async def define_pool(command: DefinePool, uow: UnitOfWork) -> PoolView:
    """The same code again changes the rules, also of the clocks that run; the same rules again change nothing."""
    FollowUpPeriod.of(command.follow_up_within, command.warn_before)
    must_count(kinds_of(command.kinds))
    async with uow.begin() as work:
        entity_for(command.legal_entity_id, work.actor.legal_entities)
        pool = await pools.find_pool_by_code(work, command.legal_entity_id, command.code)
        if pool is None:
            pool = await _add(work, command)
        elif not work.repeated and pool.model_dump(include=set(_rules(command))) != _rules(command):
            await _change(work, pool, command)
        [view] = await pools.list_pool_views(work, pool.id)
        return view


def _rules(command: DefinePool) -> dict[str, object]:
    return command.model_dump(exclude={"id"})


async def _add(work: Work, command: DefinePool) -> PoolRow:
    pool = PoolRow(id=command.id or work.new_id(), created_at=work.now, **command.model_dump(exclude={"id"}))
    if not await pools.add_pool(work, pool):
        raise Stale("pool", command.code, 1)
    work.emit(PoolDefined(pool_id=pool.id, code=pool.code, name=pool.name, version=pool.version))
    return pool


async def _change(work: Work, pool: PoolRow, command: DefinePool) -> None:
    for name, value in _rules(command).items():
        setattr(pool, name, value)
    pool.version += 1
    rules = await pools.pool_rules(work, pool.id)
    for lead in await store.lock_owned_of_pool(work, pool.id):
        deadlines = rules.follow_up_period.start(lead.clock_from or work.now, rules.calendar)
        was_warned = lead.warn_at is None and (deadlines.warn_at is None or deadlines.warn_at <= work.now)
        lead.warn_at = None if was_warned else deadlines.warn_at
        lead.follow_up_due_at = deadlines.due_at
    await pools.move_waiting(work, pool)
    work.emit(PoolDefined(pool_id=pool.id, code=pool.code, name=pool.name, version=pool.version))
