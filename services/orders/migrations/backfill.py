"""Which orders, returns and changes were made before one could search for them?"""

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.search import fill_search
from services.orders.tables import OrderChangeRow, OrderRow, ReturnRow

ORDERS: Table = OrderRow.__table__  # type: ignore[attr-defined]
RETURNS: Table = ReturnRow.__table__  # type: ignore[attr-defined]
CHANGES: Table = OrderChangeRow.__table__  # type: ignore[attr-defined]
TEXTS = {
    ORDERS: select(ORDERS.c.id, ORDERS.c.number, ORDERS.c.customer_name, ORDERS.c.contract_number),
    RETURNS: select(
        RETURNS.c.id, RETURNS.c.number, RETURNS.c.customer_name, RETURNS.c.order_number, RETURNS.c.shipment_number
    ),
    CHANGES: select(CHANGES.c.id, CHANGES.c.number, CHANGES.c.customer_name, CHANGES.c.order_number),
}


async def backfill(connection: AsyncConnection) -> int:
    """One batch of each, in the transaction of the caller; how many rows it was."""
    return sum([await fill_search(connection, table, texts) for table, texts in TEXTS.items()])
