"""Which mails of invoices are due now, and what became of each?"""

import asyncio
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.mail import Letter, send_letter
from messages.collections.invoice_mails import InvoiceMailStatus, MailedDocument, ProcessedInvoiceMails
from messages.collections.invoices import InvoiceMailGivenUp
from messages.texts import text
from services.collections.domain.invoice_mails import LEASE, MOST_TRIES, next_try
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_mails, invoices
from services.collections.use_cases.invoices import print_credit_note, print_invoice

AT_MOST = 10
UNKNOWN = "mail.lost"  # whoever was sending it failed before the answer


@dataclass(frozen=True)
class DueMail:
    """What is sent outside of any transaction."""

    id: UUID
    invoice_id: UUID
    document: MailedDocument
    mailed_to: str
    lang: str
    attempts: int


async def process_due_mails(uow: UnitOfWork, settings: CollectionsSettings) -> ProcessedInvoiceMails:
    """Claimed in one transaction, sent outside of any, each result written down by itself. Whoever dies in between lets
    it be sent again, under the same id, when the lease is over: perhaps twice, never not at all."""
    async with uow.begin() as work:
        claimed = await invoice_mails.claim_due(work, AT_MOST, LEASE)
        due = [DueMail(**one.model_dump(include=set(DueMail.__dataclass_fields__))) for one in claimed]
    found = await asyncio.gather(*[_send(one, uow, settings) for one in due], return_exceptions=True)
    async with uow.begin() as work:
        nearest = await invoice_mails.nearest(work)
        more = nearest is not None and nearest <= work.now
    for one in found:
        if isinstance(one, BaseException):  # a fault of ours keeps no other mail back
            raise one
    sent = found.count(True)
    return ProcessedInvoiceMails(sent=sent, failed=len(found) - sent, next_due_at=nearest, more=more)


async def _send(mail: DueMail, uow: UnitOfWork, settings: CollectionsSettings) -> bool:
    """Whether the mail server took it."""
    is_lost = mail.attempts > MOST_TRIES
    error = UNKNOWN if is_lost else await send_letter(await _letter(mail, uow, settings), settings)
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


async def _letter(mail: DueMail, uow: UnitOfWork, settings: CollectionsSettings) -> Letter:
    """The same print that is downloaded, its days as the company counts them."""
    as_company = replace(uow, actor=replace(uow.actor, tz=settings.tz))
    is_invoice = mail.document is MailedDocument.INVOICE
    printed = print_invoice if is_invoice else print_credit_note
    name, file = await printed(mail.invoice_id, as_company, lang=mail.lang, sellers=settings.invoice_sellers)
    async with uow.begin() as work:
        invoice = await invoices.get_visible_invoice(work, mail.invoice_id)
        number = invoice.invoice_number if is_invoice else invoice.credit_note_number
        seller = settings.seller_of(invoice.legal_entity_id).name
        said = {"number": number or invoice.number, "title": invoice.title, "amount": str(invoice.money)}
    what = mail.document.lower()
    subject, body = (text(f"mail.{what}.{part}", mail.lang, seller=seller, **said) for part in ("subject", "body"))
    return Letter(str(mail.id), mail.mailed_to, subject, body, name, file)
