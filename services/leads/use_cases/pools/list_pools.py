"""Which pools are there?"""

from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.leads.leads import LeadView
from messages.leads.pools import PoolPersonView, PoolView, ResponseTimes
from services.leads.domain.distribution.members import must_keep
from services.leads.store import leads, pools
from services.leads.store.distribution import pool_people
from services.leads.store.distribution.responses import response_times


async def list_pools(uow: UnitOfWork) -> list[PoolView]:
    async with uow.begin() as work:
        return await pools.list_pool_views(work)


async def list_waiting(pool_id: UUID, limit: int, uow: UnitOfWork) -> list[LeadView]:
    """What waits in a pool, in the order in which it is taken."""
    async with uow.begin() as work:
        await seen_pool(work, pool_id)
        return await leads.first_waiting(work, pool_id, limit)


async def list_people(pool_id: UUID, uow: UnitOfWork) -> list[PoolPersonView]:
    """Who claims there, and what each has of it: for who keeps its rules."""
    async with uow.begin() as work:
        await kept_pool(work, pool_id)
        rules = await pools.pool_rules(work, pool_id)
        found = await pool_people.list_pool_people(work, rules.pool)
        ids = [one.id for one in found]
        held = await pool_people.held_of(work, pool_id, ids)
        today = await pool_people.claimed_today(work, pool_id, ids, rules.calendar.tz)
        return pool_people.views_of_people(work, rules.pool, found, held=held, today=today)


async def show_responses(pool_id: UUID, days: int, uow: UnitOfWork) -> ResponseTimes:
    """Of who got a lead of the pool in these days: for who keeps its rules."""
    async with uow.begin() as work:
        await kept_pool(work, pool_id)
        return await response_times(work, pool_id, work.now - timedelta(days=days))


async def show_pool(pool_id: UUID, uow: UnitOfWork) -> PoolView:
    async with uow.begin() as work:
        return await seen_pool(work, pool_id)


async def kept_pool(work: Work, pool_id: UUID) -> PoolView:
    """One whose rules the actor keeps."""
    view = await seen_pool(work, pool_id)
    must_keep(work.actor.roles, unit=work.actor.unit, pool_unit=view.unit)
    return view


async def seen_pool(work: Work, pool_id: UUID) -> PoolView:
    for view in await pools.list_pool_views(work, pool_id):
        return view
    raise NotFound("pool", pool_id)
