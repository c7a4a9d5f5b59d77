"""How are products and the stock of each found?"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.database import both, page_of
from chassis.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.orders.products import ProductView
from services.orders.tables import ProductRow, ReservationRow, StockRow

# One at a time sets goods aside: else an order that begins to wait while stock is counted would be overlooked.
ONE_AT_THE_SHELF = text("SELECT pg_advisory_xact_lock(hashtext('orders: goods are set aside'))")


async def find_product(work: Work, product_id: UUID) -> ProductRow | None:
    return await work.session.get(ProductRow, product_id)


async def lock_product(work: Work, product_id: UUID) -> ProductRow:
    found = await work.session.get(ProductRow, product_id, with_for_update=True)
    if found is None:
        raise NotFound("product", product_id)
    return found


async def product_view(work: Work, product: ProductRow) -> ProductView:
    on_hand, reserved = (await _on_hand(work, [product.id])).get(product.id, (0, 0))
    return product.view(on_hand, reserved)


async def list_named(work: Work, product_ids: Iterable[UUID]) -> dict[UUID, ProductRow]:
    """These products by id. Raises NotFound when one is missing."""
    wanted = set(product_ids)
    query = select(ProductRow).where(col(ProductRow.id).in_(wanted))
    found = {row.id: row for row in (await work.session.execute(query)).scalars()}
    for missing in wanted - found.keys():
        raise NotFound("product", missing)
    return found


async def list_products(work: Work, *, q: str | None, cursor: str | None, limit: int) -> Page[ProductView]:
    """By code; `q` is part of the code or the name."""
    named = None
    if q:
        named = or_(
            col(ProductRow.code).icontains(q, autoescape=True), col(ProductRow.name).icontains(q, autoescape=True)
        )
    query = select(ProductRow).where(both(named))
    page = await page_of(work, query, key=(col(ProductRow.code),), cursor=cursor, limit=limit, view=lambda row: row)
    stock = await _on_hand(work, [row.id for row in page.items])
    shown = [row.view(*stock.get(row.id, (0, 0))) for row in page.items]
    return Page[ProductView](items=shown, next=page.next)


async def add_products(work: Work, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """The ids of those that were added; a code or an id that is taken adds nothing."""
    if not rows:
        return set()
    fresh = insert(ProductRow).values(list(rows)).on_conflict_do_nothing().returning(col(ProductRow.id))
    return set((await work.session.execute(fresh)).scalars())


async def ids_of_codes(work: Work, codes: Iterable[str]) -> dict[str, UUID]:
    query = select(col(ProductRow.code), col(ProductRow.id)).where(col(ProductRow.code).in_(list(codes)))
    return {row.code: row.id for row in await work.session.execute(query)}


async def lock_shelves(work: Work) -> None:
    """Taken first by all that sets goods aside or frees them; kept until the commit."""
    await work.session.execute(ONE_AT_THE_SHELF)


async def lock_stock(work: Work, product_ids: Iterable[UUID]) -> dict[tuple[UUID, str], StockRow]:
    """All sites of these products, locked in product id order."""
    query = select(StockRow).where(col(StockRow.product_id).in_(list(product_ids)))
    ordered = query.order_by(col(StockRow.product_id), col(StockRow.site)).with_for_update()
    rows = (await work.session.execute(ordered.execution_options(populate_existing=True))).scalars()
    return {(row.product_id, row.site): row for row in rows}


async def open_site(work: Work, product_id: UUID, site: str) -> None:
    """A shelf for this product at this site, empty when it is new."""
    fresh = insert(StockRow).values(product_id=product_id, site=site, on_hand=0, reserved=0).on_conflict_do_nothing()
    await work.session.execute(fresh)


async def list_reservations(work: Work, order_id: UUID) -> Sequence[ReservationRow]:
    """From which shelves the order's pieces are to be taken; sites in order."""
    query = select(ReservationRow).where(col(ReservationRow.order_id) == order_id, col(ReservationRow.quantity) > 0)
    ordered = query.order_by(col(ReservationRow.product_id), col(ReservationRow.site))
    return (await work.session.execute(ordered)).scalars().all()


async def free_pieces(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many of each product stand on the shelves and are promised to nobody."""
    return {id: there - promised for id, (there, promised) in (await _on_hand(work, product_ids)).items()}


async def _on_hand(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    if not product_ids:
        return {}
    query = select(col(StockRow.product_id), func.sum(col(StockRow.on_hand)), func.sum(col(StockRow.reserved)))
    grouped = query.where(col(StockRow.product_id).in_(product_ids)).group_by(col(StockRow.product_id))
    return {
        product_id: (there, promised) for product_id, there, promised in (await work.session.execute(grouped)).all()
    }
