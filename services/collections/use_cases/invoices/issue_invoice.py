"""Under which number does finance issue an invoice?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_filings import FilingKind, FilingStatus
from messages.collections.invoices import InvoiceStatus, InvoiceView
from services.collections.domain.lifecycle import move_invoice
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_filings
from services.collections.use_cases.filings.file_invoice import file_invoice
from services.collections.use_cases.steps.move_invoices import hold, issue, mail_itself


async def issue_invoice(id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> InvoiceView:
    """The provider of its legal entity is asked for it, and it is issued when that answers. Without one, the number
    follows the last of its legal entity and year without gap. Issuing again changes nothing."""
    async with uow.begin() as work:
        held = await hold(work, id)
        invoice = held.invoice
        filing = await invoice_filings.find_last(work, id)
        if invoice.status is InvoiceStatus.ISSUED or (filing and filing.status is FilingStatus.WAITING):
            return invoice.view(filing)
        move_invoice(invoice.status, InvoiceStatus.ISSUED)
        if settings.invoice_provider_of(invoice.legal_entity_id) is not None:
            filing = await file_invoice(work, invoice, FilingKind.ISSUE, settings, by=work.actor.id)
        else:
            number = await work.next_number("IV", invoice.legal_entity_id)
            issue(work, held, number=number, by=work.actor.id, at=work.now)
            mail_itself(work, invoice, by=work.actor.id)
        return invoice.view(filing)
