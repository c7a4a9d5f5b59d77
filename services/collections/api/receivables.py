"""How is collections asked for plans and receivables?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, keyed
from messages.base import Page
from messages.collections.plans import ChangePaymentPlan, PaymentPlanView
from messages.collections.receivables import Age, Ageing, ReceivableCount, ReceivableStatus, ReceivableView
from messages.custom_fields import DefineFields, FieldTemplate
from messages.imports import ImportBatch, ImportReport
from messages.money import Currency
from messages.roles import Role
from messages.text import Code, ShortStr
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import IMPORTERS, PLANNERS, READERS
from services.collections.use_cases import plans, receivables

router = APIRouter(tags=["receivables"])


@router.post("/receivables/import", dependencies=[needs(*IMPORTERS)])
async def import_receivables(batch: ImportBatch, uow: Uow, request: Request) -> ImportReport:
    return await receivables.import_receivables(batch, uow, pause_days=request.app.state.settings.pause_days)


@router.get("/receivables", dependencies=[needs(*READERS)])
async def list_receivables(
    uow: Uow,
    status: ReceivableStatus | None = None,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    payment_id: UUID | None = None,
    overdue: bool | None = None,
    history: bool | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    newest_first: bool = False,
    age: Age | None = None,
    currency: Currency | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ReceivableView]:
    return await receivables.list_receivables(
        uow,
        status=status,
        customer_id=customer_id,
        order_id=order_id,
        payment_id=payment_id,
        overdue=overdue,
        history=history,
        owner_id=owner_id,
        q=q,
        newest_first=newest_first,
        age=age,
        currency=currency,
        cursor=cursor,
        limit=limit,
    )


@router.get("/receivables/counts", dependencies=[needs(*READERS)])
async def count_receivables(uow: Uow) -> list[ReceivableCount]:
    return await receivables.count_receivables(uow)


@router.get("/receivables/{id}", dependencies=[needs(*READERS)])
async def show_receivable(id: UUID, uow: Uow) -> ReceivableView:
    return await receivables.show_receivable(id, uow)


@router.get("/ageing", dependencies=[needs(*READERS)])
async def show_ageing(uow: Uow) -> Ageing:
    return await receivables.show_ageing(uow)


@router.get("/payment-plans", dependencies=[needs(*READERS)])
async def list_payment_plans(
    uow: Uow,
    contract_id: UUID | None = None,
    customer_id: UUID | None = None,
    field: Annotated[Code | None, Query()] = None,
    value: Annotated[ShortStr | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PaymentPlanView]:
    of = {"contract_id": contract_id, "customer_id": customer_id}
    return await plans.list_payment_plans(uow, **of, field=field, value=value, cursor=cursor, limit=limit)


@router.get("/payment-plans/fields", dependencies=[needs(*READERS)])
async def show_fields(uow: Uow) -> FieldTemplate:
    return await plans.show_fields(uow)


@router.put("/payment-plans/fields", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def set_fields(command: DefineFields, uow: Uow) -> FieldTemplate:
    return await plans.set_fields(command, uow)


@router.get("/payment-plans/{id}", dependencies=[needs(*READERS)])
async def show_payment_plan(id: UUID, uow: Uow) -> PaymentPlanView:
    return await plans.show_payment_plan(id, uow)


@router.post("/payment-plans/{id}/change", dependencies=[needs(*PLANNERS), keyed()])
async def change_payment_plan(id: UUID, command: ChangePaymentPlan, version: IfMatch, uow: Uow) -> PaymentPlanView:
    return await plans.change_payment_plan(id, command, version, uow)
