"""What does the credit note 红字发票 of a reversed invoice say?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import CreditNoteView
from messages.money import Money
from services.collections.store import invoice_lines, invoices, projections


async def show_credit_note(id: UUID, uow: UnitOfWork) -> CreditNoteView:
    """What the original said, less than nothing. Raises NotFound."""
    async with uow.begin() as work:
        invoice = await invoices.get_reversed_invoice(work, id)
        numbers = await projections.numbers_of(work, invoice.order_ids)
        lines = await invoice_lines.lines_of(work, id)
        return CreditNoteView(
            number=invoice.credit_note_number or "",
            invoice_id=id,
            invoice_number=invoice.invoice_number or invoice.number,
            order_id=invoice.order_id,
            other_order_ids=invoice.other_order_ids,
            customer_id=invoice.customer_id,
            amount=-invoice.money,
            tax=None if invoice.tax is None else Money.of(-invoice.tax, invoice.currency),
            reason=invoice.reversed_reason,
            reversed_by=invoice.reversed_by,
            reversed_at=invoice.reversed_at,
            lines=[line.reversed().view(invoice.currency, numbers[line.order_id]) for line in lines],
        )
