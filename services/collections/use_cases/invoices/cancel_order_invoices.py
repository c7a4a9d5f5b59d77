"""An order was cancelled: what becomes of its invoices?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.receivables import OrderAccount
from services.collections.settings import CollectionsSettings
from services.collections.store import invoices, projections
from services.collections.use_cases.filings.file_invoice import cancel_reverse_or_file
from services.collections.use_cases.filings.leave_invoice import leave_invoice
from services.collections.use_cases.steps.move_invoices import HeldInvoice
from services.collections.use_cases.steps.order_account import account_view


async def cancel_order_invoices(order_id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> OrderAccount:
    """The order is cancelled: requests are cancelled, issued ones reversed, and no more is asked for. What a provider
    issues is reversed when it answers. One over other orders too goes on without it, or is finance's to reverse. Asked
    again, nothing is left to do."""
    async with uow.begin() as work:
        account = await projections.lock_account(work, order_id)
        account.cancelled_at = account.cancelled_at or work.now
        found = await invoices.lock_issued_and_requested(work, order_id)
        alone = [HeldInvoice(one, [(account, one.amount)]) for one in found if not one.other_order_ids]
        await cancel_reverse_or_file(work, alone, settings)
        for invoice in found:
            if invoice.other_order_ids:
                await leave_invoice(work, account, invoice)
        return await account_view(work, account)
