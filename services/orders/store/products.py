"""How are products and the stock of each found?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from chassis.db.written_rows import Part
from messages.base import Page
from messages.errors import NotFound
from messages.orders.orders import LineStock
from messages.orders.products import ProductView
from services.orders.domain.products import may_see_floor
from services.orders.domain.stock import ENDLESS, ENDLESS_SITE, Allocated
from services.orders.tables import OrderLineRow, ProductRow, ReservationRow, StockMoveRow, StockRow

# One at a time allocates: else an order that begins to wait while stock is counted would be overlooked.
ALLOCATION_LOCK = "SELECT pg_advisory_xact_lock(hashtext('orders: goods are set aside'))"
STOCK = "WHERE s.product_id = ANY($1::uuid[]) ORDER BY s.product_id, s.site FOR UPDATE OF s"
LOCK_STOCK = f"SELECT {columns(StockRow, 's')} FROM stock s {STOCK}"
# The reservations are the order's, which is locked: nobody else changes them.
LOCK_RESERVED = (
    f"SELECT {columns(StockRow, 's')}, {columns(ReservationRow, 'r')} FROM stock s LEFT JOIN reservations r"
    f" ON r.order_id = $2 AND r.product_id = s.product_id AND r.site = s.site AND r.quantity > 0 {STOCK}"
)
ON_HAND = (
    "SELECT product_id, sum(on_hand)::bigint, sum(reserved)::bigint FROM stock WHERE product_id = ANY($1::uuid[])"
    " GROUP BY product_id"
)
MOVES = (
    "INSERT INTO stock_moves (product_id, site, pieces, moved_at)"
    " SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[])"
)
RESERVE = (
    "INSERT INTO reservations AS r (order_id, product_id, site, quantity)"
    " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[])"
    " ON CONFLICT (order_id, product_id, site) DO UPDATE SET quantity = r.quantity + excluded.quantity"
)


async def find_product(work: Work, product_id: UUID) -> ProductRow | None:
    return await work.session.get(ProductRow, product_id)


async def lock_product(work: Work, product_id: UUID) -> ProductRow:
    found = await work.session.get(ProductRow, product_id, with_for_update=True)
    if found is None:
        raise NotFound("product", product_id)
    return found


async def lock_product_by_code(work: Work, code: str) -> ProductRow | None:
    query = select(ProductRow).where(col(ProductRow.code) == code).with_for_update()
    return (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def product_view(work: Work, product: ProductRow) -> ProductView:
    return _view(work, product, *(await _on_hand(work, [product.id])).get(product.id, (0, 0)))


async def list_known(work: Work, product_ids: Iterable[UUID]) -> dict[UUID, ProductRow]:
    """Those of these products that there are, by id."""
    query = select(ProductRow).where(col(ProductRow.id).in_(set(product_ids)))
    return {row.id: row for row in (await work.session.execute(query)).scalars()}


async def list_products(
    work: Work, *, q: str | None, codes: Sequence[str] = (), cursor: str | None, limit: int
) -> Page[ProductView]:
    """By code; `q` is part of the code or the name, `codes` are those of the products wanted, if any are named."""
    named = None
    if q:
        named = or_(
            col(ProductRow.code).icontains(q, autoescape=True), col(ProductRow.name).icontains(q, autoescape=True)
        )
    query = select(ProductRow).where(both(named, col(ProductRow.code).in_(codes) if codes else None))
    page = await page_of(work, query, key=(col(ProductRow.code),), cursor=cursor, limit=limit, view=lambda row: row)
    stock = await _on_hand(work, [row.id for row in page.items])
    shown = [_view(work, row, *stock.get(row.id, (0, 0))) for row in page.items]
    return Page[ProductView](items=shown, next=page.next)


async def add_products(work: Work, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """The ids of those that were added; a code or an id that is taken adds nothing."""
    if not rows:
        return set()
    fresh = insert(ProductRow).values(list(rows)).on_conflict_do_nothing().returning(col(ProductRow.id))
    added = set((await work.session.execute(fresh)).scalars())
    endless = [
        {"product_id": row["id"], "site": ENDLESS_SITE, "on_hand": ENDLESS, "reserved": 0}
        for row in rows
        if row["id"] in added and not row["stocked"]
    ]
    if endless:
        await work.session.execute(insert(StockRow).values(endless))
    return added


async def ids_of_codes(work: Work, codes: Iterable[str]) -> dict[str, UUID]:
    query = select(col(ProductRow.code), col(ProductRow.id)).where(col(ProductRow.code).in_(list(codes)))
    return {row.code: row.id for row in await work.session.execute(query)}


async def lock_allocation(work: Work) -> None:
    """Taken first by all that allocates goods or frees them; kept until the commit."""
    await work.fetch(ALLOCATION_LOCK)


async def lock_stock(work: Work, product_ids: Iterable[UUID]) -> dict[tuple[UUID, str], StockRow]:
    """All sites of these products, locked in product id order."""
    rows = await work.read((StockRow,), LOCK_STOCK, list(product_ids))
    return {(row.product_id, row.site): row for (row,) in rows}


async def lock_reserved_stock(
    work: Work, order_id: UUID, product_ids: Iterable[UUID]
) -> tuple[dict[tuple[UUID, str], StockRow], list[ReservationRow]]:
    """As `lock_stock`, and what is reserved there for this locked order; sites in order."""
    found = await work.read((StockRow, ReservationRow), LOCK_RESERVED, list(product_ids), order_id)
    return {(row.product_id, row.site): row for row, _ in found}, [kept for _, kept in found if kept is not None]


async def open_site(work: Work, product_id: UUID, site: str) -> None:
    """The stock location of this product at this site, empty when it is new."""
    fresh = insert(StockRow).values(product_id=product_id, site=site, on_hand=0, reserved=0).on_conflict_do_nothing()
    await work.session.execute(fresh)


def write_moves(work: Work, moves: Sequence[tuple[UUID, str, int, datetime]]) -> Part:
    """Pieces that left these stock locations (negative), or were put back there, and when."""
    return Part(MOVES, list(map(list, zip(*moves, strict=True))))


async def sum_moves(work: Work, product_id: UUID, site: str, since: datetime) -> int:
    """Pieces put back into a locked stock location after then, less those that left."""
    query = select(func.coalesce(func.sum(col(StockMoveRow.pieces)), 0)).where(
        col(StockMoveRow.product_id) == product_id,
        col(StockMoveRow.site) == site,
        col(StockMoveRow.moved_at) > since,
    )
    return int((await work.session.execute(query)).scalar_one())


async def add_reservations(work: Work, rows: Sequence[tuple[UUID, Allocated]]) -> None:
    """Pieces that are allocated to orders; an order to which goods are sent again has had some from there before."""
    if rows:
        values = [(order_id, part.product_id, part.site, part.quantity) for order_id, part in rows]
        await work.fetch(RESERVE, *map(list, zip(*values, strict=True)))


async def list_line_stock(work: Work, order_id: UUID) -> list[LineStock]:
    """Of each product of an order that is kept in stock: what lies at each site, and is free."""
    of_order = select(col(OrderLineRow.product_id)).where(col(OrderLineRow.order_id) == order_id)
    query = select(StockRow).where(col(StockRow.product_id).in_(of_order), col(StockRow.site) != ENDLESS_SITE)
    rows = (await work.session.execute(query.order_by(col(StockRow.product_id), col(StockRow.site)))).scalars()
    return [
        LineStock(product_id=row.product_id, site=row.site, on_hand=row.on_hand, free=row.on_hand - row.reserved)
        for row in rows
    ]


async def list_reservations(work: Work, order_id: UUID) -> Sequence[ReservationRow]:
    """From which stock locations the order's pieces are to be taken; sites in order."""
    query = select(ReservationRow).where(col(ReservationRow.order_id) == order_id, col(ReservationRow.quantity) > 0)
    ordered = query.order_by(col(ReservationRow.product_id), col(ReservationRow.site))
    return (await work.session.execute(ordered)).scalars().all()


async def ensure_reservation(work: Work, order_id: UUID, product_id: UUID, site: str) -> ReservationRow:
    """Of a locked order at this site, of no pieces where there was none."""
    found = await work.session.get(ReservationRow, (order_id, product_id, site))
    if found is None:
        found = ReservationRow(order_id=order_id, product_id=product_id, site=site, quantity=0)
        work.session.add(found)
    return found


async def free_pieces(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many of each product are in stock and promised to nobody."""
    return {id: there - promised for id, (there, promised) in (await _on_hand(work, product_ids)).items()}


def _view(work: Work, product: ProductRow, on_hand: int, reserved: int) -> ProductView:
    shown = product.guarded_view if may_see_floor(work.actor.roles) else product.view
    return shown(on_hand, reserved)


async def _on_hand(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    if not product_ids:
        return {}
    await work.write(StockRow)
    return {id: (there, promised) for id, there, promised in await work.fetch(ON_HAND, product_ids)}


async def is_count_refused(work: Work, product_id: UUID) -> bool:
    """At any site."""
    refused = (col(StockRow.product_id) == product_id, col(StockRow.refused).is_not(None))
    return bool((await work.session.execute(select(exists().where(*refused)))).scalar_one())
