"""How is it kept that two customers are two?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.merging import CustomerToldApart
from messages.deals.customers import CustomerView
from services.deals.domain.customer_care.merging import must_be_mergeable, must_judge
from services.deals.store.customer_care import merges
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customers import lock_both


async def tell_customers_apart(id: UUID, other_id: UUID, uow: UnitOfWork) -> CustomerView:
    """Saying it again changes nothing; joining them says the contrary."""
    async with uow.begin() as work:
        row, other = await lock_both(work, id, other_id)
        must_judge(work.actor, merges.joined(row), merges.joined(other))
        must_be_mergeable(merges.joined(row), merges.joined(other), same=row.id == other.id)
        if await merges.tell_apart(work, row.id, other.id):
            work.emit(
                CustomerToldApart(
                    customer_id=row.id, number=row.number, legal_entity_id=row.legal_entity_id, other_id=other.id,
                    other_number=other.number, by_id=work.actor.id, version=row.version,
                )
            )  # fmt: skip
        return await customer_view(work, row)
