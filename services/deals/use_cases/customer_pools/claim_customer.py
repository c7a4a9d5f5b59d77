"""How does somebody take a customer from a pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import lock_person_for_share
from messages.deals.customer_care.pools import CustomerClaimed
from messages.deals.customers import CustomerChanged, CustomerView, OwnerCause
from services.deals.domain.customer_care.pools import (
    PoolOf,
    must_be_free,
    must_be_of_pool,
    must_have_cooled_down,
    must_hold_less,
    pool_for,
    start_of_day,
)
from services.deals.store import customers
from services.deals.store.customer_care import pools
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customer_owners import move_owners
from services.deals.tables import Customer
from services.deals.use_cases.steps.customer_clock import begin_clocks, facts_of


async def claim_customer(id: UUID, uow: UnitOfWork) -> CustomerView:
    """Of several who claim it at once, one gets it. What was done with it before is his to see."""
    async with uow.begin() as work:
        await lock_person_for_share(work, work.actor.id)  # he does not move meanwhile
        await pools.lock_holdings(work, work.actor.id)  # and claims one at a time
        row = await customers.lock_for_edit(work, id)
        if row.owner_id == work.actor.id:
            return await customer_view(work, row)
        must_be_free(row.number, owner_id=row.owner_id, pool_id=row.pool_id, status=row.status)
        assert row.pool_id is not None
        pool = (await pools.get_pool(work, row.pool_id)).pool
        must_be_of_pool(work.actor.unit, pool.rules)
        me = work.actor.id
        given_up_at = await pools.given_up_at(work, row.id, me)
        for one in await _pools(work, row, pool):
            held = await pools.held_of(work, one.id, me)
            today = await pools.claimed_since(work, one.id, me, start_of_day(work.now, work.actor.tz))
            must_hold_less(one.rules, held=held, claimed_today=today)
            must_have_cooled_down(row.number, one.rules, given_up_at=given_up_at, now=work.now)
        row.owner_id, row.owner_unit = me, work.actor.unit
        row.version += 1
        await move_owners(work, [row.id], me, OwnerCause.CLAIMED)
        await begin_clocks(work, [row])
        work.emit(CustomerChanged.model_validate(row.event_args()))
        said = {"pool_id": pool.id, "reclaim_at": row.reclaim_at}
        work.emit(CustomerClaimed.model_validate(row.event_args() | said))
        return await customer_view(work, row)


async def _pools(work: Work, row: Customer, waits_in: PoolOf) -> list[PoolOf]:
    """Where it waits, and where it is once it is his, when that is another one: the limits of both hold."""
    known = await pools.pools_of(work, row.legal_entity_id)
    then = pool_for(facts_of(row), work.actor.unit, known)
    return [waits_in] if then is None or then.id == waits_in.id else [waits_in, then]
