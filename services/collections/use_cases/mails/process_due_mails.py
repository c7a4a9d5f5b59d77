"""Which mails of invoices and letters are due now, and what became of each?"""

import asyncio

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_mails import ProcessedInvoiceMails
from services.collections.domain.invoice_mails import LEASE
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_mails
from services.collections.use_cases.mails.mail_dunning import mail_dunning
from services.collections.use_cases.mails.mail_invoice import mail_invoice

AT_MOST = 10


async def process_due_mails(uow: UnitOfWork, settings: CollectionsSettings) -> ProcessedInvoiceMails:
    """Claimed in one transaction, sent outside of any, each result written down by itself. Whoever dies in between lets
    it be sent again, under the same id, when the lease is over: perhaps twice, never not at all."""
    async with uow.begin() as work:
        due = await invoice_mails.claim_due(work, AT_MOST, LEASE)
    sending = [(mail_dunning if one.dunning_id else mail_invoice)(one, uow, settings) for one in due]
    found = await asyncio.gather(*sending, return_exceptions=True)
    async with uow.begin() as work:
        nearest = await invoice_mails.nearest(work)
        more = nearest is not None and nearest <= work.now
    for one in found:
        if isinstance(one, BaseException):  # a fault of ours keeps no other mail back
            raise one
    return ProcessedInvoiceMails(sent=found.count(True), failed=found.count(False), next_due_at=nearest, more=more)
