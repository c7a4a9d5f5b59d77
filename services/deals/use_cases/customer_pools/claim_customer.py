"""How does somebody take a customer from a pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import lock_person_for_share
from messages.deals.customer_care.pools import CustomerClaimed
from messages.deals.customers import CustomerChanged, CustomerView, OwnerCause
from services.deals.domain.customer_care.pools import (
    must_be_free,
    must_be_of_pool,
    must_have_cooled_down,
    must_hold_less,
    start_of_day,
)
from services.deals.store import customers
from services.deals.store.customer_care import pools
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customer_owners import move_owners
from services.deals.use_cases.steps.customer_clock import begin_clocks


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
        held = await pools.held_of(work, pool.id, me)
        today = await pools.claimed_since(work, pool.id, me, start_of_day(work.now, work.actor.tz))
        must_hold_less(pool.rules, held=held, claimed_today=today)
        given_up_at = await pools.given_up_at(work, row.id, me)
        must_have_cooled_down(row.number, pool.rules, given_up_at=given_up_at, now=work.now)
        row.owner_id, row.owner_unit = me, work.actor.unit
        row.version += 1
        await move_owners(work, [row.id], me, OwnerCause.CLAIMED)
        await begin_clocks(work, [row])
        work.emit(CustomerChanged.model_validate(row.event_args()))
        said = {"pool_id": pool.id, "reclaim_at": row.reclaim_at}
        work.emit(CustomerClaimed.model_validate(row.event_args() | said))
        return await customer_view(work, row)
