"""How is collections asked to mail invoices?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.invoice_mails import InvoiceMailView, ProcessedInvoiceMails, SendInvoice
from messages.roles import Role
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import mails

router = APIRouter(tags=["invoices"])


@router.post("/invoices/{id}/send", dependencies=[needs(*RECORDERS), keyed()])
async def send_invoice(id: UUID, uow: Uow, command: SendInvoice = SendInvoice()) -> InvoiceMailView:
    return await mails.send_invoice(id, command, uow)


@router.get("/invoices/{id}/mails", dependencies=[needs(*READERS)])
async def list_invoice_mails(id: UUID, uow: Uow) -> list[InvoiceMailView]:
    return await mails.list_invoice_mails(id, uow)


@router.post("/invoice-mails/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_mails(request: Request, uow: Uow) -> ProcessedInvoiceMails:
    return await mails.process_due_mails(uow, request.app.state.settings)
