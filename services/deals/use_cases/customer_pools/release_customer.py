"""How is a customer given back to a pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.pools import CustomerReleased, ReleaseCustomer
from messages.deals.customers import CustomerChanged, CustomerView, OwnerCause
from services.deals.domain.authority import must_maintain_customers
from services.deals.domain.customer_care.pools import must_be_poolable, must_be_taken_by, must_have_pool, pool_for
from services.deals.store import customers
from services.deals.store.customer_care import pools
from services.deals.store.customer_care.segments import customer_view
from services.deals.use_cases.steps.customer_clock import facts_of
from services.deals.use_cases.steps.pool_customers import pool_customers


async def release_customer(id: UUID, command: ReleaseCustomer, uow: UnitOfWork) -> CustomerView:
    """By its owner or his managers; from one pool to another by the same act. Giving back again changes nothing."""
    async with uow.begin() as work:
        row = await customers.lock_for_edit(work, id)
        must_maintain_customers(work.actor, row.owner_id, row.owner_unit)
        must_be_poolable(row.number, row.status)
        known = await pools.pools_of(work, row.legal_entity_id)
        if command.pool_id is not None:
            pool = next((one for one in known if one.id == command.pool_id), None)
        else:
            pool = pool_for(facts_of(row), row.owner_unit, known) or pool_for(facts_of(row), "", known)
        pool = must_have_pool(row.number, pool)
        must_be_taken_by(row.number, facts_of(row), pool, by_owner=row.owner_id == work.actor.id)
        if row.owner_id is None:
            if row.pool_id != pool.id:
                row.pool_id, row.owner_unit = pool.id, pool.rules.unit
                row.version += 1
                work.emit(CustomerChanged.model_validate(row.event_args()))
            return await customer_view(work, row)
        former = await pool_customers(work, [(row, pool)], OwnerCause.RELEASED)
        said = {"pool_id": pool.id, "former_owner_id": former[row.id], "reason": command.reason}
        work.emit(CustomerReleased.model_validate(row.event_args() | said))
        return await customer_view(work, row)
