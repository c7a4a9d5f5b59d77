"""How is an invoice mailed to the customer?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_mails import InvoiceMailStatus, InvoiceMailView, MailedDocument, SendInvoice
from messages.collections.invoices import InvoiceMailRequested, InvoiceStatus
from services.collections.domain.invoice_mails import address_to_mail, must_be_mailable
from services.collections.store import invoice_mails, invoices
from services.collections.tables import InvoiceMail


async def send_invoice(id: UUID, command: SendInvoice, uow: UnitOfWork) -> InvoiceMailView:
    """Written down; the keeper of mails sends it at once. The same key again shows what became of it."""
    async with uow.begin() as work:
        invoice = await invoices.get_visible_invoice(work, id)
        mail_id = work.new_id()
        if (sent := await invoice_mails.find_mail(work, mail_id)) is not None:
            return sent.view()
        must_be_mailable(issued=invoice.issued_at is not None, number=invoice.number)
        is_reversed = invoice.status is InvoiceStatus.REVERSED
        mail = InvoiceMail(
            id=mail_id,
            invoice_id=id,
            document=MailedDocument.CREDIT_NOTE if is_reversed else MailedDocument.INVOICE,
            mailed_to=address_to_mail(command.mailed_to, invoice.email),
            lang=command.lang or work.actor.lang,
            status=InvoiceMailStatus.WAITING,
            requested_by=work.actor.id,
            requested_at=work.now,
            due_at=work.now,
        )
        work.session.add(mail)
        work.emit(InvoiceMailRequested(**invoice.event_args(), mail_id=mail.id))
        return mail.view()
