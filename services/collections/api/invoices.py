"""How is collections asked for invoices?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow, keyed
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView, RefuseInvoice, RequestInvoice
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import FINANCE, READERS, RECORDERS
from services.collections.use_cases import cancel_invoice as back
from services.collections.use_cases import list_invoices as lists
from services.collections.use_cases.issue_invoice import issue_invoice
from services.collections.use_cases.refuse_invoice import refuse_invoice
from services.collections.use_cases.request_invoice import request_invoice

router = APIRouter(prefix="/invoices", tags=["invoices"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def ask(command: RequestInvoice, uow: Uow) -> InvoiceView:
    return await request_invoice(command, uow)


@router.get("", dependencies=[needs(*READERS)])
async def invoices(
    uow: Uow,
    status: InvoiceStatus | None = None,
    order_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[InvoiceView]:
    return await lists.list_invoices(uow, status=status, order_id=order_id, cursor=cursor, limit=limit)


@router.get("/{id}", dependencies=[needs(*READERS)])
async def invoice(id: UUID, uow: Uow) -> InvoiceView:
    return await lists.show_invoice(id, uow)


@router.post("/{id}/issue", dependencies=[needs(*FINANCE), keyed()])
async def issue(id: UUID, uow: Uow) -> InvoiceView:
    return await issue_invoice(id, uow)


@router.post("/{id}/refuse", dependencies=[needs(*FINANCE), keyed()])
async def refuse(id: UUID, command: RefuseInvoice, uow: Uow) -> InvoiceView:
    return await refuse_invoice(id, command, uow)


@router.post("/{id}/cancel", dependencies=[needs(*RECORDERS), keyed()])
async def cancel(id: UUID, uow: Uow) -> InvoiceView:
    return await back.cancel_invoice(id, uow)


@router.post("/{id}/reverse", dependencies=[needs(*FINANCE), keyed()])
async def reverse(id: UUID, uow: Uow) -> InvoiceView:
    return await back.reverse_invoice(id, uow)
