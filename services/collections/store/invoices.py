"""How are invoices found, locked and listed?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.invoices import InvoiceStatus
from messages.errors import NotFound
from services.collections.tables import Invoice
from services.collections.tables.columns import InvoiceLines, Invoices


async def find_invoice(work: Work, id: UUID) -> Invoice | None:
    """Whoever's it is."""
    return (await work.session.execute(select(Invoices).where(Invoices.id == id))).scalar_one_or_none()


async def get_visible_invoice(work: Work, id: UUID) -> Invoice:
    """In the actor's scope. Raises NotFound."""
    return await _invoice(work, _visible(work, id), id)


async def lock_invoice(work: Work, id: UUID) -> Invoice:
    """In the actor's scope, locked until the end; lock its order's account before. Raises NotFound."""
    return await _invoice(work, _visible(work, id).with_for_update(), id)


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


def _visible(work: Work, id: UUID) -> Select[Any]:
    return select(Invoices).where(Invoices.id == id, in_scope(Invoices, work.actor.scope))


async def _invoice(work: Work, query: Select[Any], id: UUID) -> Invoice:
    found: Invoice | None = (
        await work.session.execute(query.execution_options(populate_existing=True))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("invoice", id)
    return found
