"""To which titles may a customer's invoices be made out?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_titles import InvoiceTitleView
from services.collections.store import projections, titles


async def list_invoice_titles(customer_id: UUID, uow: UnitOfWork) -> list[InvoiceTitleView]:
    """The default first. Raises NotFound."""
    async with uow.begin() as work:
        await projections.get_visible_customer(work, customer_id)
        return [title.view() for title in await titles.list_titles(work, customer_id)]
