"""To whom was an invoice mailed, and did it leave?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_mails import InvoiceMailView
from services.collections.store import invoice_mails, invoices


async def list_invoice_mails(id: UUID, uow: UnitOfWork) -> list[InvoiceMailView]:
    """Of this invoice, oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await invoices.get_visible_invoice(work, id)
        return [mail.view() for mail in await invoice_mails.list_mails(work, id)]
