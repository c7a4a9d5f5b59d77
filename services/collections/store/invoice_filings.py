"""How are requests to providers of e-invoices kept, claimed and found?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from chassis.db import leases
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.invoice_filings import FilingKind, FilingStatus
from messages.errors import NotFound
from services.collections.tables import InvoiceFiling
from services.collections.tables.columns import InvoiceFilings, Invoices

OF_INVOICE = f"SELECT {columns(InvoiceFiling, 'f')} FROM invoice_filings f WHERE f.invoice_id = $1"
LAST = f"{OF_INVOICE} ORDER BY f.position DESC LIMIT 1"
WAITING, ISSUED = FilingStatus.WAITING, FilingStatus.ISSUED


async def find_last(work: Work, invoice_id: UUID) -> InvoiceFiling | None:
    """The last request of an invoice; lock the invoice before when it is to be answered."""
    found = await work.read((InvoiceFiling,), LAST, invoice_id)
    return found[0][0] if found else None


async def was_issued(work: Work, invoice_id: UUID) -> bool:
    """Has a provider given it its number?"""
    issued = (InvoiceFilings.kind == FilingKind.ISSUE, InvoiceFilings.status == ISSUED)
    query = select(InvoiceFilings.id).where(InvoiceFilings.invoice_id == invoice_id, *issued)
    return (await work.session.execute(query.limit(1))).first() is not None


async def get_filing(work: Work, id: UUID, provider: str) -> InvoiceFiling:
    """Of this provider. Raises NotFound."""
    found = await _filing(work, id)
    if found is None or found.provider != provider:
        raise NotFound("invoice_filing", id)
    return found


async def lock_filing(work: Work, id: UUID) -> InvoiceFiling:
    """Lock its order's account and its invoice before."""
    found = await _filing(work, id, lock=True)
    assert found is not None
    return found


async def list_filings(work: Work, invoice_id: UUID) -> Sequence[InvoiceFiling]:
    """Oldest first."""
    query = select(InvoiceFilings).where(InvoiceFilings.invoice_id == invoice_id)
    return list((await work.session.execute(query.order_by(InvoiceFilings.position))).scalars())


async def find_taken(work: Work, number: str) -> str | None:
    """The request of the invoice that has this number."""
    query = select(Invoices.number).join(InvoiceFilings, InvoiceFilings.invoice_id == Invoices.id)
    found: str | None = (await work.session.execute(query.where(InvoiceFilings.number == number))).scalar_one_or_none()
    return found


async def claim_due(work: Work, limit: int, lease: timedelta) -> list[InvoiceFiling]:
    """What is due and nobody else asks for."""
    return await leases.claim_due(work, InvoiceFilings, WAITING, limit, lease)


async def nearest(work: Work) -> datetime | None:
    """When the next one is due."""
    return await leases.nearest_due(work, InvoiceFilings, WAITING)


async def _filing(work: Work, id: UUID, *, lock: bool = False) -> InvoiceFiling | None:
    query = select(InvoiceFilings).where(InvoiceFilings.id == id)
    query = query.with_for_update() if lock else query
    found: InvoiceFiling | None = (
        await work.session.execute(query.execution_options(populate_existing=True))
    ).scalar_one_or_none()
    return found
