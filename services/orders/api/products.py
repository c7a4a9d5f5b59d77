"""How is one asked for products and stock?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.identity import needs
from chassis.web import IfMatch, Uow
from messages.base import Page
from messages.imports import ImportBatch, ImportReport
from messages.orders.products import AddProduct, ChangeProduct, CountStock, ProductView
from messages.text import SafeStr
from services.orders.use_cases import show_products
from services.orders.use_cases.add_product import add_product
from services.orders.use_cases.change_product import change_product
from services.orders.use_cases.count_stock import count_stock
from services.orders.use_cases.import_products import import_products

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", dependencies=[needs("order_admin", "admin")], status_code=201)
async def add(command: AddProduct, uow: Uow) -> ProductView:
    return await add_product(command, uow)


@router.post("/import", dependencies=[needs("order_admin", "admin")])
async def bring_in(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_products(batch, uow)


@router.get("", dependencies=[needs()])
async def show_list(
    uow: Uow,
    q: Annotated[SafeStr | None, Query(max_length=200)] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductView]:
    return await show_products.list_products(uow, q=q, cursor=cursor, limit=limit)


@router.get("/{product_id}", dependencies=[needs()])
async def show(product_id: UUID, uow: Uow) -> ProductView:
    return await show_products.show_product(product_id, uow)


@router.patch("/{product_id}", dependencies=[needs("order_admin", "admin")])
async def change(product_id: UUID, command: ChangeProduct, version: IfMatch, uow: Uow) -> ProductView:
    return await change_product(product_id, command, version, uow)


@router.post("/{product_id}/stock", dependencies=[needs("shipper", "order_admin", "admin")])
async def count(product_id: UUID, command: CountStock, uow: Uow) -> ProductView:
    return await count_stock(product_id, command, uow)
