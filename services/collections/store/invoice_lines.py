"""How are the lines of orders and of invoices kept and found?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from chassis.db.unit_of_work import Work
from messages.money import unit_of_parts
from services.collections.domain.invoice_lines import AgreedLine, BillableLine, left_of
from services.collections.tables import BillableLineRow, Invoice, InvoiceLineRow
from services.collections.tables.columns import BillableLines, InvoiceLines

# What is invoiced and requested of each line of an order; what was rejected, cancelled or reversed is not.
BILLABLE = """
SELECT l.*, coalesce(b.total, 0) AS billed, coalesce(b.tax, 0) AS billed_tax, coalesce(b.quantity, 0) AS billed_pieces,
    coalesce(b.counted, true) AS counted, a.currency
FROM billable_lines l JOIN order_accounts a ON a.order_id = l.order_id LEFT JOIN (
    SELECT i.order_position, sum(i.total) AS total, sum(i.tax) AS tax, sum(i.quantity) AS quantity,
        bool_and(i.quantity IS NOT NULL) AS counted
    FROM invoice_lines i JOIN invoices v ON v.id = i.invoice_id
    WHERE i.order_id = $1 AND v.status IN ('REQUESTED', 'ISSUED')
    GROUP BY i.order_position) b ON b.order_position = l.position
WHERE l.order_id = $1 ORDER BY l.position"""

NEVER_BILLED = """
DELETE FROM billable_lines l WHERE l.order_id = $1 AND NOT EXISTS (
    SELECT FROM invoice_lines i WHERE i.order_id = $1) RETURNING l.position"""


async def list_billable(work: Work, order_id: UUID) -> list[tuple[BillableLineRow, BillableLine]]:
    """The lines of an order, each with what is left of it; lock its account before when they are to be billed."""
    await work.write()
    found = []
    for row in await work.fetch(BILLABLE, order_id):
        own: dict[str, Any] = {name: row[name] for name in BillableLineRow.model_fields}
        agreed = {name: row[name] for name in AgreedLine.__dataclass_fields__ if name != "unit"}
        unit = unit_of_parts(row["currency"], row["total"], row["tax"], row["credited"])
        found.append((BillableLineRow(**own), left_of(AgreedLine(**agreed, unit=unit))))
    return found


async def list_agreed(work: Work, order_id: UUID) -> list[BillableLineRow]:
    """To be credited; its account is locked."""
    query = select(BillableLines).where(BillableLines.order_id == order_id)
    return list((await work.session.execute(query.execution_options(populate_existing=True))).scalars())


async def last_position(work: Work, order_id: UUID) -> int:
    """Of the lines of an order; its account is the lock of who adds one."""
    query = select(func.max(BillableLines.position)).where(BillableLines.order_id == order_id)
    return (await work.session.execute(query)).scalar_one_or_none() or 0


async def drop_billable(work: Work, order_id: UUID) -> bool:
    """Whether they are gone: of an order that was never invoiced, in part or whole."""
    return bool(await work.fetch(NEVER_BILLED, order_id))


async def add_billable(work: Work, rows: Sequence[BillableLineRow]) -> None:
    work.session.add_all(rows)


async def add_lines(work: Work, rows: Sequence[InvoiceLineRow]) -> None:
    """With their invoice."""
    work.session.add_all(rows)


async def lines_of(work: Work, invoice_id: UUID) -> list[InvoiceLineRow]:
    query = select(InvoiceLines).where(InvoiceLines.invoice_id == invoice_id).order_by(InvoiceLines.position)
    return list((await work.session.execute(query)).scalars())


async def parts_of(work: Work, invoice: Invoice) -> dict[UUID, Decimal]:
    """How much of an invoice is whose order's."""
    if not invoice.other_order_ids:
        return {invoice.order_id: invoice.amount}
    query = select(InvoiceLines.order_id, func.sum(InvoiceLines.total)).where(InvoiceLines.invoice_id == invoice.id)
    rows = await work.session.execute(query.group_by(InvoiceLines.order_id))
    return {row[0]: row[1] for row in rows}


async def replace_lines(work: Work, invoice_id: UUID, rows: Sequence[InvoiceLineRow]) -> None:
    """By these, in their order; what is kept of one is copied, as a position may be another's by now."""
    copies = [InvoiceLineRow(**row.model_dump() | {"position": n}) for n, row in enumerate(rows, start=1)]
    gone = delete(InvoiceLines).where(InvoiceLines.invoice_id == invoice_id)
    await work.session.execute(gone.execution_options(synchronize_session=False))
    await add_lines(work, copies)
