"""The ERP says which products there are, and what they are called and cost."""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.imports import ImportBatch, ImportReport, RowOutcome, parse_rows
from messages.money import Money
from messages.orders.erp import ErpProductRow
from messages.orders.products import AddProduct, ProductChanged
from services.orders.domain.erp import is_newer, must_have_happened, must_keep_currency
from services.orders.domain.products import entity_of_product
from services.orders.store import products as store
from services.orders.tables import ProductRow
from services.orders.use_cases.steps.take_rows import known_product, lock_product_of, take_rows, taken

FIELDS = {"ORD-53": "legal_entity_id", "ORD-101": "code", "ORD-102": "as_of", "ORD-106": "currency"}
SAID = ("name", "series", "price", "tax_rate")


async def import_erp_products(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """By code: a new one is added, a known one is as the newest word says. Orders keep what they agreed."""
    rows, outcomes = parse_rows(batch, ErpProductRow, uow.actor.lang)

    async def take(row: ErpProductRow) -> RowOutcome:
        async with uow.begin_import() as work:
            return await _take(work, row)

    outcomes += await take_rows(rows, take, fields=FIELDS, lang=uow.actor.lang)
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


async def _take(work: Work, row: ErpProductRow) -> RowOutcome:
    must_have_happened(row.as_of, work.now)
    product = await lock_product_of(work, row.code)
    if product is None:
        if await _add(work, row):
            product = await known_product(work, row.code)
            _publish(work, product)
            return taken(row, product.id, is_new=True)
        product = await known_product(work, row.code)  # somebody was a moment faster
    if not is_newer(row.as_of, product.erp_as_of):
        return taken(row, product.id, is_new=False)
    must_keep_currency(row.code, agreed=product.currency, said=row.currency)
    product.erp_as_of = row.as_of
    changed = _changed(row, product)
    for name, value in changed.items():
        setattr(product, name, value)
    if changed:
        product.version += 1
        _publish(work, product)
    return taken(row, product.id, is_new=bool(changed))


async def _add(work: Work, row: ErpProductRow) -> bool:
    entity = entity_of_product(row.legal_entity_id, work.actor.legal_entities)
    given = row.model_dump(exclude={"line", "as_of", "legal_entity_id"}, exclude_none=True)
    new = AddProduct(**given, id=work.new_id(), legal_entity_id=entity)
    return bool(await store.add_products(work, [new.model_dump() | {"version": 1, "erp_as_of": row.as_of}]))


def _changed(row: ErpProductRow, product: ProductRow) -> dict[str, Any]:
    said = row.model_dump(include=set(SAID), exclude_none=True)
    return {name: value for name, value in said.items() if getattr(product, name) != value}


def _publish(work: Work, product: ProductRow) -> None:
    price = Money.of(product.price, product.currency)
    event_args = {"product_id": product.id, "code": product.code, "name": product.name}
    work.emit(ProductChanged(**event_args, price=price, version=product.version))
