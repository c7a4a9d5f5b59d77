"""How is a pool made, or its rules changed; and whom would that concern?"""

from dataclasses import replace

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import Stale
from messages.leads.pools import DefinePool, PoolChange, PoolDefined, PoolView
from services.leads.domain.deadlines import FollowUpPeriod, valid_clocks
from services.leads.domain.distribution.members import cool_down_length, must_keep, must_name_people
from services.leads.domain.follow_ups import kinds_of, must_count
from services.leads.domain.legal_entities import entity_for
from services.leads.domain.responses import ResponseTarget
from services.leads.store import leads as store
from services.leads.store import pools
from services.leads.store.distribution import pool_people
from services.leads.store.views import people_of
from services.leads.tables import PoolRow
from services.leads.use_cases.leads.set_fields import own_fields
from services.leads.use_cases.steps.retime import affected_people, moved_deadlines, retime

# What does not move a clock.
IDLE = {
    "name", "unit", "sources", "regions", "product_lines", "members", "holding_limit", "kinds", "cool_down",
    "claims_per_day", "newcomer_days", "newcomer_reserve", "respond_within", "escalate_after",
}  # fmt: skip


async def define_pool(command: DefinePool, uow: UnitOfWork) -> PoolView:
    """The same code again changes the rules, also of the clocks that run; the same rules again change nothing."""
    async with uow.begin() as work:
        pool = await _pool(work, command)
        if pool is None:
            pool = await _add(work, command)
        elif not work.repeated and pool.model_dump(include=set(_rules(command))) != _rules(command):
            await _change(work, pool, command)
        [view] = await pools.list_pool_views(work, pool.id)
        return view


async def preview_pool(command: DefinePool, uow: UnitOfWork) -> PoolChange:
    """Whom the change would concern, and which leads would go back when. Nothing changes."""
    async with uow.begin() as work:
        pool = await _pool(work, command)
        if pool is None:
            return PoolChange(pool_id=None, moved=0, sooner=0, people=[], leads=[])
        was = await pools.pool_rules(work, pool.id)
        changed = PoolRow(**{**pool.model_dump(), **_rules(command)})
        rules = replace(was, pool=changed)
        found = retime(work, await store.list_owned_of_pool(work, pool.id), rules)
        people = await people_of(work, {one.lead.owner_id for one in found if one.lead.owner_id})
        return PoolChange(
            pool_id=pool.id,
            moved=sum(one.is_moved for one in found),
            sooner=sum(one.is_moved and one.is_sooner for one in found),
            people=affected_people(found, people, rules, was),
            leads=moved_deadlines(found),
        )


async def _pool(work: Work, command: DefinePool) -> PoolRow | None:
    """The one of this code, locked; the command is one that may be carried out."""
    FollowUpPeriod.of(command.follow_up_within, command.warn_before)
    must_count(kinds_of(command.kinds))
    valid_clocks(command.clocks, await own_fields(work))
    cool_down_length(command.cool_down)
    ResponseTarget.of(command.respond_within, command.escalate_after)
    entity_for(command.legal_entity_id, work.actor.legal_entities)
    must_keep(work.actor.roles, unit=work.actor.unit, pool_unit=command.unit)
    if command.members:
        known = await pool_people.known_members(work, command.members, command.legal_entity_id)
        must_name_people(command.members, known)
    pool = await pools.find_pool_by_code(work, command.legal_entity_id, command.code)
    if pool is not None:
        must_keep(work.actor.roles, unit=work.actor.unit, pool_unit=pool.unit)
    return pool


def _rules(command: DefinePool) -> dict[str, object]:
    return command.model_dump(exclude={"id"})


async def _add(work: Work, command: DefinePool) -> PoolRow:
    pool = PoolRow(id=command.id or work.new_id(), created_at=work.now, **command.model_dump(exclude={"id"}))
    if not await pools.add_pool(work, pool):
        raise Stale("pool", command.code, 1)
    work.emit(PoolDefined(pool_id=pool.id, code=pool.code, name=pool.name, version=pool.version))
    return pool


async def _change(work: Work, pool: PoolRow, command: DefinePool) -> None:
    """Of the leads that are owned only those move whose clock the change concerns."""
    is_idle = all(getattr(pool, name) == value for name, value in _rules(command).items() if name not in IDLE)
    for name, value in _rules(command).items():
        setattr(pool, name, value)
    pool.version += 1
    rules = await pools.pool_rules(work, pool.id)
    if not is_idle:
        for one in retime(work, await store.lock_owned_of_pool(work, pool.id), rules):
            one.lead.warn_at, one.lead.follow_up_due_at = one.deadlines.warn_at, one.deadlines.due_at
    await pools.move_waiting(work, pool)
    work.emit(PoolDefined(pool_id=pool.id, code=pool.code, name=pool.name, version=pool.version))
