"""How is one asked for products and stock?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow
from messages.base import Page
from messages.imports import ImportBatch, ImportReport
from messages.orders.placing import MOST_LINES
from messages.orders.products import AddProduct, ChangeProduct, CountStock, ProductView
from messages.roles import Role
from messages.text import SafeStr, ShortStr
from services.orders.use_cases import products

router = APIRouter(prefix="/products", tags=["products"])


@router.post("", dependencies=[needs(Role.ORDER_ADMIN, Role.ADMIN)], status_code=201)
async def add_product(command: AddProduct, uow: Uow) -> ProductView:
    return await products.add_product(command, uow)


@router.post("/import", dependencies=[needs(Role.ORDER_ADMIN, Role.ADMIN)])
async def import_products(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await products.import_products(batch, uow)


@router.get("", dependencies=[needs()])
async def list_products(
    uow: Uow,
    q: Annotated[SafeStr | None, Query(max_length=200)] = None,
    code: Annotated[list[ShortStr] | None, Query(max_length=MOST_LINES)] = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductView]:
    return await products.list_products(uow, q=q, codes=code or (), cursor=cursor, limit=limit)


@router.get("/{product_id}", dependencies=[needs()])
async def show_product(product_id: UUID, uow: Uow) -> ProductView:
    return await products.show_product(product_id, uow)


@router.patch("/{product_id}", dependencies=[needs(Role.ORDER_ADMIN, Role.ADMIN)])
async def change_product(product_id: UUID, command: ChangeProduct, version: IfMatch, uow: Uow) -> ProductView:
    return await products.change_product(product_id, command, version, uow)


@router.post("/{product_id}/stock", dependencies=[needs(Role.SHIPPER, Role.ORDER_ADMIN, Role.ADMIN)])
async def count_stock(product_id: UUID, command: CountStock, uow: Uow) -> ProductView:
    return await products.count_stock(product_id, command, uow)
