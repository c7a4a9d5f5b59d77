"""How are invoices found, locked and listed?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from chassis.db.database import in_scope, is_in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.invoices import InvoiceStatus
from messages.errors import NotFound
from services.collections.tables import Invoice
from services.collections.tables.columns import InvoiceLines, Invoices

INVOICE = f"SELECT {columns(Invoice, 'i')} FROM invoices i WHERE i.id = $1"


async def find_invoice(work: Work, id: UUID) -> Invoice | None:
    """Whoever's it is."""
    found = await work.read((Invoice,), INVOICE, id)
    return found[0][0] if found else None


async def get_visible_invoice(work: Work, id: UUID) -> Invoice:
    """In the actor's scope. Raises NotFound."""
    return _visible(work, await find_invoice(work, id), id)


async def lock_invoice(work: Work, id: UUID) -> Invoice:
    """In the actor's scope, locked until the end; lock its order's account before. Raises NotFound."""
    found = await work.read((Invoice,), f"{INVOICE} FOR UPDATE", id)
    return _visible(work, found[0][0] if found else None, id)


async def get_reversed_invoice(work: Work, id: UUID) -> Invoice:
    """In the actor's scope, with a credit note. Raises NotFound: of the credit note, where it has none."""
    found = await get_visible_invoice(work, id)
    if found.status is not InvoiceStatus.REVERSED:
        raise NotFound("credit_note", id)
    return found


async def lock_issued_and_requested(work: Work, order_id: UUID) -> list[Invoice]:
    """The order's invoices that are asked for or issued, by id."""
    active = Invoices.status.in_([InvoiceStatus.REQUESTED, InvoiceStatus.ISSUED])
    query = select(Invoices).where(_is_on(order_id), active).order_by(Invoices.id).with_for_update()
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


def query_invoices(
    work: Work, *, status: InvoiceStatus | None, order_id: UUID | None, owner_id: UUID | None, q: str | None
) -> Select[Any]:
    found_by = both(is_found_by(Invoices.search, q), Invoices.owner_id == owner_id if owner_id else None)
    query = select(Invoices).where(in_scope(Invoices, work.actor.scope), found_by)
    if status is not None:
        query = query.where(Invoices.status == status)
    return query.where(_is_on(order_id)) if order_id else query


def _is_on(order_id: UUID) -> Any:
    """Its first order, or another one of it."""
    return Invoices.id.in_(select(InvoiceLines.invoice_id).where(InvoiceLines.order_id == order_id))


def _visible(work: Work, found: Invoice | None, id: UUID) -> Invoice:
    if found is None or not is_in_scope(found, work.actor.scope):
        raise NotFound("invoice", id)
    return found
