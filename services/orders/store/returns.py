"""How are the goods that customers send back found?"""

from collections.abc import Iterable, Sequence
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
from messages.orders.returns import ReturnStatus, ReturnView
from services.orders.store.orders import lock_order
from services.orders.tables import OrderRow, ReturnLineRow, ReturnRow
from services.orders.tables.returns import LIVE


async def find_return(work: Work, return_id: UUID) -> ReturnRow | None:
    """Whoever's it is. As it stands now, also when it was read before."""
    return await work.session.get(ReturnRow, return_id, populate_existing=True)


async def get_visible_return(work: Work, return_id: UUID) -> ReturnRow:
    """In the actor's scope. Raises NotFound."""
    query = select(ReturnRow).where(col(ReturnRow.id) == return_id, in_scope(ReturnRow, work.actor.scope))
    found = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("return", return_id)
    return found


async def lock_return(work: Work, return_id: UUID) -> tuple[ReturnRow, OrderRow]:
    """The order's row is the lock of all its returns; the return is read under it. Raises NotFound."""
    seen = await get_visible_return(work, return_id)
    order = await lock_order(work, seen.order_id)
    found = await find_return(work, return_id)
    assert found is not None
    return found, order


async def list_lines(work: Work, return_ids: Iterable[UUID]) -> dict[UUID, list[ReturnLineRow]]:
    """The lines of each of these returns, in the order of the order's lines."""
    lines: dict[UUID, list[ReturnLineRow]] = {return_id: [] for return_id in return_ids}
    query = select(ReturnLineRow).where(col(ReturnLineRow.return_id).in_(list(lines)))
    ordered = query.order_by(col(ReturnLineRow.return_id), col(ReturnLineRow.line))
    for row in (await work.session.execute(ordered)).scalars() if lines else ():
        lines[row.return_id].append(row)
    return lines


async def lines_of(work: Work, return_id: UUID) -> list[ReturnLineRow]:
    return (await list_lines(work, [return_id]))[return_id]


async def list_live(work: Work, order_id: UUID) -> Sequence[ReturnRow]:
    """Those of a locked order whose goods are awaited, or may be."""
    query = select(ReturnRow).where(col(ReturnRow.order_id) == order_id, text(f"returns.{LIVE}"))
    fresh = query.order_by(col(ReturnRow.id)).execution_options(populate_existing=True)
    return (await work.session.execute(fresh)).scalars().all()


async def list_returns(
    work: Work,
    *,
    status: ReturnStatus | None,
    open: bool | None,
    order_id: UUID | None,
    owner_id: UUID | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[ReturnView]:
    """The newest first, of those this actor may see."""
    of: tuple[Any, ...] = (
        None if status is None else col(ReturnRow.status) == status,
        None if order_id is None else col(ReturnRow.order_id) == order_id,
        None if owner_id is None else col(ReturnRow.owner_id) == owner_id,
        is_found_by(col(ReturnRow.search), q),
    )
    query = select(ReturnRow).where(in_scope(ReturnRow, work.actor.scope), both(*of))
    if open is not None:
        query = query.where(text(f"returns.{LIVE}" if open else f"NOT returns.{LIVE}"))
    key = (col(ReturnRow.requested_at), col(ReturnRow.id))
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    lines = await list_lines(work, [row.id for row in page.items])
    return Page[ReturnView](items=[row.view(lines[row.id]) for row in page.items], next=page.next)
