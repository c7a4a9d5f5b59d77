"""Which payments, invoices and receivables were there before one could search for them, which customers without key?"""

from sqlalchemy import Select, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.search import BATCH, fill_search
from messages.matching.companies import company_key
from services.collections.tables import Customer, Invoice, Payment, Receivable

CUSTOMERS: Table = Customer.__table__  # type: ignore[attr-defined]
PAYMENTS: Table = Payment.__table__  # type: ignore[attr-defined]
INVOICES: Table = Invoice.__table__  # type: ignore[attr-defined]
RECEIVABLES: Table = Receivable.__table__  # type: ignore[attr-defined]
TEXTS: dict[Table, Select[tuple[object, ...]]] = {
    PAYMENTS: select(PAYMENTS.c.id, PAYMENTS.c.number, PAYMENTS.c.customer_name, PAYMENTS.c.reference),
    INVOICES: select(INVOICES.c.id, INVOICES.c.number, INVOICES.c.invoice_number, INVOICES.c.title),
    RECEIVABLES: select(RECEIVABLES.c.id, RECEIVABLES.c.number, RECEIVABLES.c.customer_name, RECEIVABLES.c.external_id),
}


async def backfill(connection: AsyncConnection) -> int:
    """One batch of each table, in the transaction of the caller; how many rows it was."""
    filled = sum([await fill_search(connection, table, texts) for table, texts in TEXTS.items()])
    return filled + await _name_customers(connection)


async def _name_customers(connection: AsyncConnection) -> int:
    """Our own; a name without a letter or digit has the empty key."""
    unnamed = select(CUSTOMERS.c.id, CUSTOMERS.c.name).where(CUSTOMERS.c.name_key.is_(None), CUSTOMERS.c.version > 0)
    some = unnamed.order_by(CUSTOMERS.c.id).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await connection.execute(some)).all()
    for id, name in rows:
        key = company_key(name) or ""
        await connection.execute(update(CUSTOMERS).where(CUSTOMERS.c.id == id).values(name_key=key))
    return len(rows)
