"""How does the mail of an invoice leave, and what became of it? Part of other use cases."""

from dataclasses import replace
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.mail import Letter, send_letter
from messages.collections.invoice_mails import InvoiceMailStatus, MailedDocument
from messages.collections.invoices import InvoiceMailGivenUp
from messages.texts import text
from services.collections.domain.invoice_mails import UNKNOWN, next_try
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_mails, invoices
from services.collections.store.invoice_mails import DueMail
from services.collections.use_cases.invoices import print_credit_note, print_invoice


async def mail_invoice(mail: DueMail, uow: UnitOfWork, settings: CollectionsSettings) -> bool:
    """Whether the mail server took it."""
    assert mail.invoice_id is not None
    error = UNKNOWN
    if not mail.is_lost:
        error = await send_letter(await _letter(mail, mail.invoice_id, uow, settings), settings)
    async with uow.begin() as work:
        kept = await invoice_mails.lock_mail(work, mail.id)
        if kept.status is not InvoiceMailStatus.WAITING:
            return not error
        kept.error, kept.due_at = error, next_try(kept.attempts, work.now) if error else None
        if not error:
            kept.status, kept.mailed_at = InvoiceMailStatus.SENT, work.now
        elif kept.due_at is None:
            kept.status = InvoiceMailStatus.GIVEN_UP
            invoice = await invoices.get_visible_invoice(work, mail.invoice_id)
            said = {"mail_id": mail.id, "mailed_to": mail.mailed_to, "reason": error}
            work.emit(InvoiceMailGivenUp(**invoice.event_args(), **said))
    return not error


async def _letter(mail: DueMail, invoice_id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> Letter:
    """The same print that is downloaded, its days as the company counts them."""
    as_company = replace(uow, actor=replace(uow.actor, tz=settings.tz))
    is_invoice = mail.document is MailedDocument.INVOICE
    printed = print_invoice if is_invoice else print_credit_note
    name, file = await printed(invoice_id, as_company, lang=mail.lang, sellers=settings.invoice_sellers)
    async with uow.begin() as work:
        invoice = await invoices.get_visible_invoice(work, invoice_id)
        number = invoice.invoice_number if is_invoice else invoice.credit_note_number
        seller = settings.seller_of(invoice.legal_entity_id).name
        said = {"number": number or invoice.number, "title": invoice.title, "amount": str(invoice.money)}
    what = mail.document.lower()
    subject, body = (text(f"mail.{what}.{part}", mail.lang, seller=seller, **said) for part in ("subject", "body"))
    return Letter(str(mail.id), mail.mailed_to, subject, body, name, file)
