"""What was joined to a customer, and from whom was it told apart?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.merging import CustomerMergesView
from services.deals.store.customer_care import merges
from services.deals.store.customers import get_itself


async def list_merges(id: UUID, uow: UnitOfWork) -> CustomerMergesView:
    """Those that stand and those that were taken back."""
    async with uow.begin() as work:
        row = await get_itself(work, id)
        shown = await merges.list_merges(work, row.id)
        return CustomerMergesView(merges=shown, apart=sorted(await merges.list_apart_from(work, row.id)))
