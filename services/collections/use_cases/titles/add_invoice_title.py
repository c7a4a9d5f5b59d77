"""To which title may a customer's invoices be made out from now on?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_titles import AddInvoiceTitle, InvoiceTitleView, TitleTerms
from services.collections.domain.titles import must_be_valid_title, must_have_room
from services.collections.store import titles
from services.collections.tables import InvoiceTitle


async def add_invoice_title(command: AddInvoiceTitle, uow: UnitOfWork) -> InvoiceTitleView:
    """The same id again shows what stands."""
    async with uow.begin() as work:
        await titles.lock_book(work, command.customer_id)
        must_be_valid_title(command)
        id = command.id or work.new_id()
        if await titles.find_title(work, id) is not None:
            return (await titles.get_title_of(work, command.customer_id, id)).view()
        book = await titles.list_titles(work, command.customer_id)
        must_have_room(len(book))
        title = InvoiceTitle(
            id=id,
            customer_id=command.customer_id,
            changed_by=work.actor.id,
            changed_at=work.now,
            **command.model_dump(include=set(TitleTerms.model_fields)),
        )
        title.take(command)
        title.is_default = command.is_default or not book
        if title.is_default:
            await titles.clear_default(work, command.customer_id, but=id)
        work.session.add(title)
        return title.view()
