"""How is collections asked for invoice titles?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, keyed
from messages.collections.invoice_titles import AddInvoiceTitle, ChangeInvoiceTitle, InvoiceTitleView
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import titles

router = APIRouter(prefix="/invoice-titles", tags=["invoices"])


@router.get("", dependencies=[needs(*READERS)])
async def list_invoice_titles(uow: Uow, customer_id: UUID) -> list[InvoiceTitleView]:
    return await titles.list_invoice_titles(customer_id, uow)


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def add_invoice_title(command: AddInvoiceTitle, uow: Uow) -> InvoiceTitleView:
    return await titles.add_invoice_title(command, uow)


@router.patch("/{id}", dependencies=[needs(*RECORDERS)])
async def change_invoice_title(id: UUID, command: ChangeInvoiceTitle, version: IfMatch, uow: Uow) -> InvoiceTitleView:
    return await titles.change_invoice_title(id, command, version, uow)


@router.post("/{id}/remove", dependencies=[needs(*RECORDERS), keyed()])
async def remove_invoice_title(id: UUID, uow: Uow) -> InvoiceTitleView:
    return await titles.remove_invoice_title(id, uow)
