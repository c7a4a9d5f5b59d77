"""Which orders were placed before one could search for them?"""

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.db.search import fill_search
from services.orders.tables import OrderRow

ORDERS: Table = OrderRow.__table__  # type: ignore[attr-defined]


async def backfill(connection: AsyncConnection) -> int:
    """One batch, in the transaction of the caller; how many rows it was."""
    texts = select(ORDERS.c.id, ORDERS.c.number, ORDERS.c.customer_name, ORDERS.c.contract_number)
    return await fill_search(connection, ORDERS, texts)
