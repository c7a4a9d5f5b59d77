"""Which orders wait to be made, in which order?"""

from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.orders.production import ProductionLine, ProductionOrder
from services.orders.store.orders import list_lines
from services.orders.store.products import free_pieces
from services.orders.tables import OrderLineRow, OrderRow
from services.orders.tables.orders import TO_MAKE, UNRANKED


async def list_production(
    work: Work, *, owner_id: UUID | None, q: str | None, cursor: str | None, limit: int
) -> Page[ProductionOrder]:
    """By rank, then the oldest first, of those this actor may see."""
    query = select(OrderRow).where(in_scope(OrderRow, work.actor.scope), text(f"orders.{TO_MAKE}"))
    mine = None if owner_id is None else col(OrderRow.owner_id) == owner_id
    query = query.where(both(mine, is_found_by(col(OrderRow.search), q)))
    key = (col(OrderRow.rank), col(OrderRow.placed_at), col(OrderRow.id))
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
    lines = await list_lines(work, [row.id for row in page.items])
    free = await free_pieces(work, list({line.product_id for some in lines.values() for line in some}))
    shown = [_shown(row, [_line(line, free.get(line.product_id, 0)) for line in lines[row.id]]) for row in page.items]
    return Page[ProductionOrder](items=shown, next=page.next)


def _line(line: OrderLineRow, free: int) -> ProductionLine:
    own = line.model_dump(include={"product_code", "product_name", "reserved"})
    return ProductionLine(**own, open=line.pieces().due - line.shipped, free=free)


def _shown(row: OrderRow, lines: list[ProductionLine]) -> ProductionOrder:
    own = row.model_dump(include={"number", "status", "customer_name", "placed_at", "production", "promised_on"})
    rank = None if row.rank == UNRANKED else row.rank
    return ProductionOrder(order_id=row.id, rank=rank, lines=[line for line in lines if line.open], **own)
