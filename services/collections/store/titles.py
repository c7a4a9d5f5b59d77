"""How are the invoice titles of a customer found, locked and listed?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update

from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.errors import NotFound
from services.collections.store.customers.joined import is_of_customer
from services.collections.store.projections import get_visible_customer, lock_customer
from services.collections.tables import InvoiceTitle
from services.collections.tables.columns import InvoiceTitles

DEFAULT = (
    f"SELECT {columns(InvoiceTitle, 't')} FROM invoice_titles t"
    " WHERE t.customer_id = $1 AND t.removed_at IS NULL AND t.is_default"
)


async def find_title(work: Work, id: UUID) -> InvoiceTitle | None:
    """Whoever's it is."""
    return (await work.session.execute(select(InvoiceTitles).where(InvoiceTitles.id == id))).scalar_one_or_none()


async def get_title_of(work: Work, customer_id: UUID, id: UUID) -> InvoiceTitle:
    """Of this customer's book, also when it was removed from it. Raises NotFound."""
    found = await find_title(work, id)
    if found is None or found.customer_id != customer_id:
        raise NotFound("invoice_title", id)
    return found


async def find_default(work: Work, customer_id: UUID) -> InvoiceTitle | None:
    found = await work.read((InvoiceTitle,), DEFAULT, customer_id)
    return found[0][0] if found else None


async def list_titles(work: Work, customer_id: UUID) -> list[InvoiceTitle]:
    """The default first."""
    his = is_of_customer(InvoiceTitles.customer_id, customer_id)
    query = select(InvoiceTitles).where(his, InvoiceTitles.removed_at.is_(None))
    query = query.order_by(InvoiceTitles.is_default.desc(), InvoiceTitles.name, InvoiceTitles.id)
    return list((await work.session.execute(query)).scalars())


async def clear_default(work: Work, customer_id: UUID, *, but: UUID) -> None:
    """Before another becomes it: there are never two (unique index)."""
    others = update(InvoiceTitles).where(InvoiceTitles.customer_id == customer_id, InvoiceTitles.is_default)
    await work.session.execute(others.where(InvoiceTitles.id != but).values(is_default=False))


async def lock_title(work: Work, id: UUID) -> InvoiceTitle:
    """Of a customer in the actor's scope, its book locked until the end. Raises NotFound."""
    seen = await find_title(work, id)
    if seen is None:
        raise NotFound("invoice_title", id)
    await lock_book(work, seen.customer_id, title_id=id)
    query = select(InvoiceTitles).where(InvoiceTitles.id == id).execution_options(populate_existing=True)
    found: InvoiceTitle = (await work.session.execute(query)).scalar_one()
    return found


async def lock_book(work: Work, customer_id: UUID, *, title_id: UUID | None = None) -> None:
    """Of two who change the titles of one customer, one waits for the other. Raises NotFound: of the title, where that
    was asked for."""
    try:
        await get_visible_customer(work, customer_id)
    except NotFound as unseen:
        raise (NotFound("invoice_title", title_id) if title_id else unseen) from None
    await lock_customer(work, customer_id)


def _in_book(customer_id: UUID) -> Select[Any]:
    return select(InvoiceTitles).where(InvoiceTitles.customer_id == customer_id, InvoiceTitles.removed_at.is_(None))
