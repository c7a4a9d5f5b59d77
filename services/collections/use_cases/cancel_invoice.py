"""How is an invoice taken back?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.collections.invoices import InvoiceCancelled, InvoiceStatus, InvoiceView
from messages.collections.receivables import OrderAccount
from services.collections.domain.lifecycle import move_invoice
from services.collections.store import customers, invoices
from services.collections.tables import Invoice, OrderAccountRow
from services.collections.use_cases.show_order_account import account_view


async def cancel_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    """A request that finance has not answered is taken back. Again, nothing changes."""
    async with uow.begin() as work:
        account = await customers.lock_account(work, (await invoices.see_invoice(work, id)).order_id)
        invoice = await invoices.lock_invoice(work, id)
        if invoice.status is not InvoiceStatus.CANCELLED:
            move_invoice(invoice.status, InvoiceStatus.CANCELLED)
            await _take_back(work, account, [invoice])
        return invoice.view()


async def reverse_invoice(id: UUID, uow: UnitOfWork) -> InvoiceView:
    """An issued one is taken back by a red-letter invoice with a number of its own. Again, nothing changes."""
    async with uow.begin() as work:
        account = await customers.lock_account(work, (await invoices.see_invoice(work, id)).order_id)
        invoice = await invoices.lock_invoice(work, id)
        if invoice.status is not InvoiceStatus.REVERSED:
            move_invoice(invoice.status, InvoiceStatus.REVERSED)
            await _take_back(work, account, [invoice])
        return invoice.view()


async def cancel_order_invoices(order_id: UUID, uow: UnitOfWork) -> OrderAccount:
    """The order is cancelled: requests are cancelled, issued ones reversed, and no more is asked for. Asked again,
    nothing is left to do."""
    async with uow.begin() as work:
        account = await customers.lock_account(work, order_id)
        account.cancelled_at = account.cancelled_at or work.now
        await _take_back(work, account, await invoices.lock_standing(work, order_id))
        return await account_view(work, account)


async def _take_back(work: Work, account: OrderAccountRow, found: Sequence[Invoice]) -> None:
    issued = [invoice for invoice in found if invoice.status is InvoiceStatus.ISSUED]
    for invoice in found:
        if invoice.status is InvoiceStatus.REQUESTED:
            invoice.status = move_invoice(invoice.status, InvoiceStatus.CANCELLED)
            account.requested -= invoice.amount
    red = await work.next_numbers(len(issued), "RL", account.legal_entity_id)
    for invoice, number in zip(issued, red, strict=True):
        invoice.status = move_invoice(invoice.status, InvoiceStatus.REVERSED)
        invoice.red_letter_number = number
        account.invoiced -= invoice.amount
    for invoice in found:
        invoice.version += 1
        work.emit(InvoiceCancelled(**invoice.fact(), red_letter_number=invoice.red_letter_number))
