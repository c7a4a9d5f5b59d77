"""Which payments, invoices and receivables were there before one could search for them?"""

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.search import fill_search
from services.collections.tables import Invoice, Payment, Receivable

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
    return sum([await fill_search(connection, table, texts) for table, texts in TEXTS.items()])
