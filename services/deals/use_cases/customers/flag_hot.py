"""Which customers are hot 热点客户: how is it said, and taken back?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.phases import CustomerFlaggedHot, CustomerHotCleared, FlagHot
from messages.deals.customers import CustomerView
from services.deals.domain.authority import must_maintain_customers
from services.deals.store import customers
from services.deals.store.customer_care.phases import selling_to
from services.deals.store.customer_care.segments import customer_view


async def flag_hot(id: UUID, command: FlagHot, uow: UnitOfWork) -> CustomerView:
    """Until it is cleared he is on top for his managers; everybody concerned is told. Who is hot stays so since then,
    with the new reason."""
    async with uow.begin() as work:
        row = await customers.lock_for_edit(work, id)
        must_maintain_customers(work.actor, row.owner_id, row.owner_unit)
        if work.repeated or row.hot_reason == command.reason:
            return await customer_view(work, row)
        row.hot_since = row.hot_since or work.now
        row.hot_reason, row.hot_by_name = command.reason, work.actor.name
        row.version += 1
        said = {"reason": command.reason, "by_id": work.actor.id, "mentions": await selling_to(work, row.id)}
        work.emit(CustomerFlaggedHot.model_validate(row.event_args() | said))
        return await customer_view(work, row)


async def clear_hot(id: UUID, uow: UnitOfWork) -> CustomerView:
    """Clearing again changes nothing."""
    async with uow.begin() as work:
        row = await customers.lock_for_edit(work, id)
        must_maintain_customers(work.actor, row.owner_id, row.owner_unit)
        if row.hot_since is None:
            return await customer_view(work, row)
        row.hot_since = row.hot_reason = row.hot_by_name = None
        row.version += 1
        said = {"by_id": work.actor.id, "mentions": await selling_to(work, row.id)}
        work.emit(CustomerHotCleared.model_validate(row.event_args() | said))
        return await customer_view(work, row)
