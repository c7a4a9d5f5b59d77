"""A customer owes something and has money on account: how is it used?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import ReceivableView
from services.collections.domain.advances import must_have_settled
from services.collections.store import advances, projections, receivables
from services.collections.use_cases.steps.use_advances import use_advances


async def use_customer_advances(id: UUID, uow: UnitOfWork) -> ReceivableView:
    """The oldest money first, for what the order of this receivable owes; for one without an order, for what the
    customer owes longest. Raises NotFound."""
    async with uow.begin() as work:
        row = await receivables.find_receivable(work, id)
        if not work.repeated:
            await projections.lock_customer(work, row.customer_id)
            on_account = await advances.lock_advances(
                work, customer_id=row.customer_id, currency=row.currency, legal_entity_id=row.legal_entity_id
            )
            used = await use_advances(work, on_account, row, order_id=row.order_id)
            must_have_settled(used, number=row.number)
        return row.view(work.now)
