"""How does an ERP ask orders? It sees its legal entities here, and nothing elsewhere."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from chassis.auth.identity import needs
from chassis.db.unit_of_work import UnitOfWork
from chassis.http.app import Uow
from messages.imports import ImportBatch, ImportReport
from messages.orders.erp import ErpOrderView
from messages.roles import Role
from services.orders.use_cases import erp

router = APIRouter(prefix="/erp", tags=["erp"], dependencies=[needs(Role.INTEGRATION)])


async def in_entities(uow: Uow) -> UnitOfWork:
    return replace(uow, actor=uow.actor.in_entities())


ErpUow = Annotated[UnitOfWork, Depends(in_entities)]


@router.post("/products/import")
async def import_erp_products(batch: ImportBatch, uow: ErpUow) -> ImportReport:
    return await erp.import_erp_products(batch, uow)


@router.post("/stock-counts/import")
async def import_stock_counts(batch: ImportBatch, uow: ErpUow) -> ImportReport:
    return await erp.import_stock_counts(batch, uow)


@router.post("/production/import")
async def import_production(batch: ImportBatch, uow: ErpUow) -> ImportReport:
    return await erp.import_production(batch, uow)


@router.post("/shipments/import")
async def import_erp_shipments(batch: ImportBatch, uow: ErpUow) -> ImportReport:
    return await erp.import_erp_shipments(batch, uow)


@router.get("/orders/{order_id}")
async def show_erp_order(order_id: UUID, uow: ErpUow) -> ErpOrderView:
    return await erp.show_erp_order(order_id, uow)
