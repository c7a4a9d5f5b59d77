"""Which lines has an invoice?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import InvoiceLineView
from services.collections.store import invoice_lines, invoices, projections


async def list_invoice_lines(id: UUID, uow: UnitOfWork) -> list[InvoiceLineView]:
    """In their order. Raises NotFound."""
    async with uow.begin() as work:
        invoice = await invoices.get_visible_invoice(work, id)
        numbers = await projections.numbers_of(work, invoice.order_ids)
        lines = await invoice_lines.lines_of(work, id)
        return [line.view(invoice.currency, numbers[line.order_id]) for line in lines]
