"""What becomes of an invoice over several orders when one of them is cancelled? Part of other use cases."""

from chassis.db.unit_of_work import Work
from messages.collections.invoice_filings import FilingStatus
from messages.collections.invoices import InvoiceReduced, InvoiceStatus
from services.collections.store import invoice_filings, invoice_lines
from services.collections.tables import Invoice, OrderAccountRow
from services.collections.tables.base import ZERO
from services.collections.use_cases.steps.move_invoices import ask_to_reverse, cancelled


async def leave_invoice(work: Work, account: OrderAccountRow, invoice: Invoice) -> None:
    """A request goes on without its lines; what is issued finance reverses; what a provider was asked for stays as it
    is until the provider answers. Repeated it changes nothing. The account and the invoice are locked."""
    last = await invoice_filings.find_last(work, invoice.id)
    if last is not None and last.status is FilingStatus.WAITING:
        return
    if invoice.status is InvoiceStatus.ISSUED:
        ask_to_reverse(work, invoice, account)
    else:
        await _take_off(work, account, invoice)


async def _take_off(work: Work, account: OrderAccountRow, invoice: Invoice) -> None:
    """It stays its owner's; where its first order has left, the next one is."""
    lines = await invoice_lines.lines_of(work, invoice.id)
    rest = [line for line in lines if line.order_id != account.order_id]
    account.requested -= sum((line.total for line in lines if line.order_id == account.order_id), ZERO)
    invoice.order_id, *invoice.other_order_ids = [one for one in invoice.order_ids if one != account.order_id]
    invoice.amount = sum((line.total for line in rest), ZERO)
    invoice.tax = sum((line.tax for line in rest), ZERO)
    invoice.version += 1
    await invoice_lines.replace_lines(work, invoice.id, rest)
    work.emit(InvoiceReduced(**invoice.event_args(), **cancelled(account)))
