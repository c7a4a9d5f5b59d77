"""What does a title say from now on?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, must_match
from messages.collections.invoice_titles import ChangeInvoiceTitle, InvoiceTitleView
from services.collections.domain.titles import must_be_in_book, must_be_valid_title
from services.collections.store import titles


async def change_invoice_title(
    id: UUID, command: ChangeInvoiceTitle, version: int, uow: UnitOfWork
) -> InvoiceTitleView:
    """Invoices that were requested keep what they said. Stale when it is no longer the version that was read."""
    async with uow.begin() as work:
        title = await titles.lock_title(work, id)
        must_be_valid_title(command)  # of another's it is not even said what is wrong
        if work.repeated:
            return title.view()
        must_be_in_book(removed=title.removed_at is not None, name=title.name)
        must_match("invoice_title", id, current=title.version, expected=version)
        was_default = title.is_default
        if command.is_default:
            await titles.clear_default(work, title.customer_id, but=id)
        title.take(command)
        title.is_default = title.is_default or was_default  # another one is chosen instead, not none
        title.changed_by, title.changed_at = work.actor.id, work.now
        title.version += 1
        return title.view()
