"""How is collections asked for plans and receivables?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.collections.receivables import (
    Ageing,
    PaymentPlanView,
    ReceivableCount,
    ReceivableStatus,
    ReceivableView,
)
from messages.imports import ImportBatch, ImportReport
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import IMPORTERS, READERS
from services.collections.use_cases import count_receivables as counts
from services.collections.use_cases import list_receivables as lists
from services.collections.use_cases.import_receivables import import_receivables
from services.collections.use_cases.list_payment_plans import list_payment_plans

router = APIRouter(tags=["receivables"])


@router.post("/receivables/import", dependencies=[needs(*IMPORTERS)])
async def take_in(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_receivables(batch, uow)


@router.get("/receivables", dependencies=[needs(*READERS)])
async def receivables(
    uow: Uow,
    status: ReceivableStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    overdue: bool | None = None,
    history: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ReceivableView]:
    return await lists.list_receivables(
        uow,
        status=status,
        customer_id=customer_id,
        order_id=order_id,
        overdue=overdue,
        history=history,
        cursor=cursor,
        limit=limit,
    )


@router.get("/receivables/counts", dependencies=[needs(*READERS)])
async def receivable_counts(uow: Uow) -> list[ReceivableCount]:
    return await counts.count_receivables(uow)


@router.get("/receivables/{id}", dependencies=[needs(*READERS)])
async def receivable(id: UUID, uow: Uow) -> ReceivableView:
    return await lists.show_receivable(id, uow)


@router.get("/ageing", dependencies=[needs(*READERS)])
async def ageing(uow: Uow) -> Ageing:
    return await counts.show_ageing(uow)


@router.get("/payment-plans", dependencies=[needs(*READERS)])
async def payment_plans(
    uow: Uow, contract_id: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[PaymentPlanView]:
    return await list_payment_plans(uow, contract_id=contract_id, cursor=cursor, limit=limit)
