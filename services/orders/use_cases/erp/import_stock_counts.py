"""The ERP says what lies where."""

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import RuleViolation
from messages.imports import ImportBatch, ImportReport, RowOutcome, parse_rows
from messages.orders.erp import StockCountRow
from services.orders.domain.erp import is_newer, must_have_happened
from services.orders.domain.stock import must_be_stocked
from services.orders.store import products as store
from services.orders.use_cases.steps.count_pieces import count_pieces, lock_site, refuse_count
from services.orders.use_cases.steps.take_rows import known_product, take_rows, taken

LESS_THAN_PROMISED = "ORD-11"
FIELDS = {"ORD-11": "on_hand", "ORD-19": "code", "ORD-101": "code", "ORD-102": "as_of"}


async def import_stock_counts(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """The newest count of a product at a site counts; orders that waited get their goods. Less than is promised to
    orders is told (ORD-11), also to who keeps stock, and what stands stays."""
    rows, outcomes = parse_rows(batch, StockCountRow, uow.actor.lang)

    async def take(row: StockCountRow) -> RowOutcome:
        try:
            return await count(row)
        except RuleViolation as no:
            if no.rule == LESS_THAN_PROMISED:
                await tell(row)
            raise

    async def tell(row: StockCountRow) -> None:
        """In a transaction of its own: that of the count is undone."""
        async with uow.begin() as work:
            await store.lock_allocation(work)
            product = await known_product(work, row.code)
            _, location = await lock_site(work, product, row.site)
            await refuse_count(work, product, location, counted=row.on_hand, at=row.as_of)

    async def count(row: StockCountRow) -> RowOutcome:
        async with uow.begin() as work:
            must_have_happened(row.as_of, work.now)
            await store.lock_allocation(work)
            product = await known_product(work, row.code)
            must_be_stocked(stocked=product.stocked, code=product.code)
            stock, location = await lock_site(work, product, row.site)
            is_new = is_newer(row.as_of, location.counted_at)
            if is_new:
                await count_pieces(work, product, stock, location, counted=row.on_hand, at=row.as_of)
            return taken(row, product.id, is_new=is_new)

    outcomes += await take_rows(rows, take, fields=FIELDS, lang=uow.actor.lang)
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))
