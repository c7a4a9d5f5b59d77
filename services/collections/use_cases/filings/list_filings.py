"""What were providers asked for an invoice, and what did they answer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_filings import InvoiceFilingView
from services.collections.store import invoice_filings, invoices


async def list_filings(id: UUID, uow: UnitOfWork) -> list[InvoiceFilingView]:
    """Of this invoice, oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await invoices.get_visible_invoice(work, id)
        return [filing.view() for filing in await invoice_filings.list_filings(work, id)]
