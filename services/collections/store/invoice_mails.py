"""How are the mails of invoices kept, claimed and found?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from chassis.db.unit_of_work import Work
from messages.collections.invoice_mails import InvoiceMailStatus
from services.collections.tables import InvoiceMail
from services.collections.tables.columns import InvoiceMails

WAITING = InvoiceMailStatus.WAITING


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


async def claim_due(work: Work, limit: int, lease: timedelta) -> list[InvoiceMail]:
    """What is due and nobody else sends. If the sender dies, it is due again after the lease."""
    due = (
        select(InvoiceMails.id)
        .where(InvoiceMails.status == WAITING, InvoiceMails.due_at <= work.now)
        .order_by(InvoiceMails.due_at, InvoiceMails.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = update(InvoiceMails).where(InvoiceMails.id.in_(due)).returning(InvoiceMails)
    values = {"due_at": work.now + lease, "attempts": InvoiceMails.attempts + 1}
    return list((await work.session.execute(taken.values(values))).scalars())


async def nearest(work: Work) -> datetime | None:
    """When the next one is due."""
    query = select(func.min(InvoiceMails.due_at)).where(InvoiceMails.status == WAITING)
    found: datetime | None = (await work.session.execute(query)).scalar_one()
    return found
