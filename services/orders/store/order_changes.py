"""How are changes of orders found?"""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.orders.order_changes import OrderChangeStatus, OrderChangeView
from services.orders.store.orders import lock_order
from services.orders.tables import OrderChangeRow, OrderRow, ShipmentLineRow, ShipmentRow
from services.orders.tables.order_changes import OPEN


async def find_order_change(work: Work, order_change_id: UUID) -> OrderChangeRow | None:
    """Whoever's it is. As it stands now, also when it was read before."""
    return await work.session.get(OrderChangeRow, order_change_id, populate_existing=True)


async def get_visible_order_change(work: Work, order_change_id: UUID) -> OrderChangeRow:
    """In the actor's scope. Raises NotFound."""
    query = select(OrderChangeRow).where(
        col(OrderChangeRow.id) == order_change_id, in_scope(OrderChangeRow, work.actor.scope)
    )
    found = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("order_change", order_change_id)
    return found


async def lock_order_change(work: Work, order_change_id: UUID) -> tuple[OrderChangeRow, OrderRow]:
    """The order's row is the lock of all its changes; the change is read under it. Raises NotFound."""
    seen = await get_visible_order_change(work, order_change_id)
    order = await lock_order(work, seen.order_id)
    found = await find_order_change(work, order_change_id)
    assert found is not None
    return found, order


async def find_open_change(work: Work, order: OrderRow) -> OrderChangeRow | None:
    """Of a locked order; where none waits nothing is asked."""
    return None if order.open_change_id is None else await find_order_change(work, order.open_change_id)


async def lines_that_left(work: Work, order_id: UUID) -> set[int]:
    """The lines of an order of which any piece was ever in a shipment."""
    query = (
        select(col(ShipmentLineRow.order_line))
        .join(ShipmentRow, col(ShipmentRow.id) == col(ShipmentLineRow.shipment_id))
        .where(col(ShipmentRow.order_id) == order_id)
    )
    return set((await work.session.execute(query)).scalars())


async def list_order_changes(
    work: Work,
    *,
    status: OrderChangeStatus | None,
    open: bool | None,
    order_id: UUID | None,
    owner_id: UUID | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[OrderChangeView]:
    """The newest first, of those this actor may see."""
    of: tuple[Any, ...] = (
        None if status is None else col(OrderChangeRow.status) == status,
        None if order_id is None else col(OrderChangeRow.order_id) == order_id,
        None if owner_id is None else col(OrderChangeRow.owner_id) == owner_id,
        is_found_by(col(OrderChangeRow.search), q),
    )
    query = select(OrderChangeRow).where(in_scope(OrderChangeRow, work.actor.scope), both(*of))
    if open is not None:
        query = query.where(text(f"order_changes.{OPEN}" if open else f"NOT order_changes.{OPEN}"))
    key = (col(OrderChangeRow.requested_at), col(OrderChangeRow.id))
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row.view())
