"""How are the mails of invoices kept, claimed and found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from chassis.db import leases
from chassis.db.unit_of_work import Work
from messages.collections.invoice_mails import InvoiceMailStatus, MailedDocument
from services.collections.domain.invoice_mails import MOST_TRIES
from services.collections.tables import InvoiceMail
from services.collections.tables.columns import InvoiceMails

WAITING = InvoiceMailStatus.WAITING


@dataclass(frozen=True)
class DueMail:
    """Of an invoice or of a dunning letter; it is sent outside of any transaction."""

    id: UUID
    invoice_id: UUID | None
    dunning_id: UUID | None
    document: MailedDocument
    mailed_to: str
    lang: str
    attempts: int

    @property
    def is_lost(self) -> bool:
        """Nobody has written down what became of the last try."""
        return self.attempts > MOST_TRIES


async def find_mail(work: Work, id: UUID) -> InvoiceMail | None:
    query = select(InvoiceMails).where(InvoiceMails.id == id)
    found: InvoiceMail | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def lock_mail(work: Work, id: UUID) -> InvoiceMail:
    """Until the end."""
    query = select(InvoiceMails).where(InvoiceMails.id == id).with_for_update()
    found: InvoiceMail = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one()
    return found


async def list_mails(work: Work, invoice_id: UUID) -> Sequence[InvoiceMail]:
    """Oldest first."""
    query = select(InvoiceMails).where(InvoiceMails.invoice_id == invoice_id)
    return list((await work.session.execute(query.order_by(InvoiceMails.requested_at, InvoiceMails.id))).scalars())


async def claim_due(work: Work, limit: int, lease: timedelta) -> list[DueMail]:
    """What is due and nobody else sends."""
    claimed = await leases.claim_due(work, InvoiceMails, WAITING, limit, lease)
    return [DueMail(**one.model_dump(include=set(DueMail.__dataclass_fields__))) for one in claimed]


async def nearest(work: Work) -> datetime | None:
    """When the next one is due."""
    return await leases.nearest_due(work, InvoiceMails, WAITING)
