"""Which other orders can be on an invoice with this one?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import MOST_ORDERS, JoinableOrder
from services.collections.store import projections


async def list_joinable_orders(order_id: UUID, uow: UnitOfWork) -> list[JoinableOrder]:
    """Of the same customer, legal entity and currency, as far as they can be invoiced. Raises NotFound."""
    async with uow.begin() as work:
        account = await projections.find_account(work, order_id)
        return [
            JoinableOrder(order_id=one.order_id, number=one.number, to_invoice=one.money(one.to_invoice))
            for one in await projections.list_joinable(work, account, MOST_ORDERS - 1)
        ]
