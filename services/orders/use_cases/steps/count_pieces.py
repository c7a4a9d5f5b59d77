"""What follows when the pieces of a product at a site are counted? Part of counting by hand and by an ERP."""

from datetime import datetime

from chassis.db.unit_of_work import Work
from messages.orders.products import StockCountCleared, StockCounted, StockCountRefused
from services.orders.domain.erp import on_hand_now
from services.orders.domain.stock import must_cover_reservations
from services.orders.store import orders as order_store
from services.orders.store import products as store
from services.orders.tables import ProductRow, StockRow
from services.orders.use_cases.steps.allocate_stock import LockedStock, allocate_stock, lock_stock_locations


async def lock_site(work: Work, product: ProductRow, site: str) -> tuple[LockedStock, StockRow]:
    """The site's stock location, with all that waits for the product. After `lock_allocation`."""
    await store.open_site(work, product.id, site)
    stock = await lock_stock_locations(work, await order_store.lock_waiting(work, [product.id]), [product.id])
    return stock, stock.locations[product.id, site]


async def count_pieces(
    work: Work, product: ProductRow, stock: LockedStock, location: StockRow, *, counted: int, at: datetime
) -> None:
    """What moved since then is reckoned in. The oldest waiting order first. ORD-11 when less is there than is
    promised."""
    moved = await store.sum_moves(work, product.id, location.site, at)
    on_hand = on_hand_now(counted, moved_since=moved)
    must_cover_reservations(counted=on_hand, reserved=location.reserved)
    location.on_hand, location.counted_at = on_hand, at
    await _clear(work, product, location)
    work.emit(StockCounted(product_id=product.id, site=location.site, on_hand=on_hand, version=product.version))
    await allocate_stock(work, stock)


async def refuse_count(work: Work, product: ProductRow, location: StockRow, *, counted: int, at: datetime) -> None:
    """Who keeps stock is told, of each number once."""
    moved = await store.sum_moves(work, product.id, location.site, at)
    on_hand = on_hand_now(counted, moved_since=moved)
    if location.refused == on_hand or on_hand >= location.reserved:
        return
    location.refused = on_hand
    product.version += 1
    said = {"number": product.code, "site": location.site, "legal_entity_id": product.legal_entity_id}
    pieces = {"on_hand": on_hand, "reserved": location.reserved}
    work.emit(StockCountRefused(product_id=product.id, version=product.version, **said, **pieces))


async def _clear(work: Work, product: ProductRow, location: StockRow) -> None:
    """A later count is taken: where no other site waits for one, nobody has to look any more."""
    if location.refused is None:
        return
    location.refused = None
    await work.session.flush()
    if not await store.is_count_refused(work, product.id):
        product.version += 1
        work.emit(StockCountCleared(product_id=product.id, version=product.version))
