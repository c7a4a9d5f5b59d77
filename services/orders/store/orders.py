"""How are orders and their lines found?"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from chassis.database import both, in_scope, page_of
from chassis.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.money import Money
from messages.orders.orders import OrderCount, OrderStatus, OrderView
from services.orders.domain.lifecycle import ENDED
from services.orders.tables import OrderLineRow, OrderRow

MOST_WAITING = 500  # served at one count; the next count serves the next


async def find_order(work: Work, order_id: UUID) -> OrderRow | None:
    """Of those this actor may see."""
    query = select(OrderRow).where(col(OrderRow.id) == order_id, in_scope(OrderRow, work.actor.scope))
    return (await work.session.execute(query)).scalar_one_or_none()


async def get_order(work: Work, order_id: UUID) -> OrderRow:
    found = await find_order(work, order_id)
    if found is None:
        raise NotFound("order", order_id)
    return found


async def lock_order(work: Work, order_id: UUID) -> OrderRow:
    """Locked until the commit, as it stands now, also when it was read before. Raises NotFound, also for those this
    actor may not see."""
    query = select(OrderRow).where(col(OrderRow.id) == order_id, in_scope(OrderRow, work.actor.scope))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    found = (await work.session.execute(fresh)).scalar_one_or_none()
    if found is None:
        raise NotFound("order", order_id)
    return found


async def has_order(work: Work, order_id: UUID) -> bool:
    """Is the id taken, by whomever?"""
    return await work.session.get(OrderRow, order_id) is not None


async def list_standing(work: Work, contract_id: UUID) -> list[str]:
    """The numbers of the orders under a contract that are not cancelled, whoever's they are."""
    query = select(col(OrderRow.number)).where(
        col(OrderRow.contract_id) == contract_id, col(OrderRow.status) != OrderStatus.CANCELLED
    )
    return list((await work.session.scalars(query.order_by(col(OrderRow.number)))).all())


async def lock_waiting(work: Work, product_ids: Iterable[UUID]) -> Sequence[OrderRow]:
    """Orders that wait for one of these products, the oldest first."""
    wanted = select(col(OrderLineRow.order_id)).where(col(OrderLineRow.product_id).in_(list(product_ids)))
    query = (
        select(OrderRow)
        .where(col(OrderRow.waiting_since).is_not(None), col(OrderRow.id).in_(wanted))
        .order_by(col(OrderRow.placed_at), col(OrderRow.id))
        .limit(MOST_WAITING)
        .with_for_update()
    )
    return (await work.session.execute(query)).scalars().all()


async def list_lines(work: Work, order_ids: Iterable[UUID]) -> dict[UUID, list[OrderLineRow]]:
    """The lines of each of these orders, in their order."""
    lines: dict[UUID, list[OrderLineRow]] = {order_id: [] for order_id in order_ids}
    query = select(OrderLineRow).where(col(OrderLineRow.order_id).in_(list(lines))) if lines else None
    if query is None:
        return lines
    for row in (
        await work.session.execute(query.order_by(col(OrderLineRow.order_id), col(OrderLineRow.line)))
    ).scalars():
        lines[row.order_id].append(row)
    return lines


async def lines_of(work: Work, order_id: UUID) -> list[OrderLineRow]:
    return (await list_lines(work, [order_id]))[order_id]


async def list_orders(
    work: Work,
    *,
    status: OrderStatus | None = None,
    open: bool | None = None,
    customer_id: UUID | None = None,
    contract_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderView]:
    """The newest first, of those this actor may see."""
    query = select(OrderRow).where(
        in_scope(OrderRow, work.actor.scope),
        both(
            None if status is None else col(OrderRow.status) == status,
            None if open is None else _is_open(open),
            None if customer_id is None else col(OrderRow.customer_id) == customer_id,
            None if contract_id is None else col(OrderRow.contract_id) == contract_id,
        ),
    )
    key = (col(OrderRow.placed_at), col(OrderRow.id))
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    lines = await list_lines(work, [row.id for row in page.items])
    return Page[OrderView](items=[row.view(lines[row.id]) for row in page.items], next=page.next)


async def count_orders(work: Work) -> list[OrderCount]:
    """Per status and currency, of those this actor may see."""
    query = (
        select(col(OrderRow.status), col(OrderRow.currency), func.count(), func.sum(col(OrderRow.total)))
        .where(in_scope(OrderRow, work.actor.scope))
        .group_by(col(OrderRow.status), col(OrderRow.currency))
        .order_by(col(OrderRow.status), col(OrderRow.currency))
    )
    rows = (await work.session.execute(query)).all()
    return [OrderCount(status=status, count=n, total=Money.of(total, money)) for status, money, n, total in rows]


def _is_open(wanted: bool) -> ColumnElement[bool]:
    ended = sorted(ENDED)
    status = col(OrderRow.status)
    return status.not_in(ended) if wanted else status.in_(ended)
