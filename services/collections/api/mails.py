"""How is collections asked to mail invoices and dunning letters?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import (
    DunningAddressView,
    LetterMailView,
    LetterView,
    MarkDunningPosted,
    SetDunningAddress,
)
from messages.collections.invoice_mails import InvoiceMailView, ProcessedInvoiceMails, SendInvoice
from messages.roles import Role
from services.collections.api.prints import A_PDF, Lang, pdf_file
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import letters, mails

router = APIRouter(tags=["mails"])


@router.post("/invoices/{id}/send", dependencies=[needs(*RECORDERS), keyed()])
async def send_invoice(id: UUID, uow: Uow, command: SendInvoice = SendInvoice()) -> InvoiceMailView:
    return await mails.send_invoice(id, command, uow)


@router.get("/invoices/{id}/mails", dependencies=[needs(*READERS)])
async def list_invoice_mails(id: UUID, uow: Uow) -> list[InvoiceMailView]:
    return await mails.list_invoice_mails(id, uow)


@router.post("/invoice-mails/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_mails(request: Request, uow: Uow) -> ProcessedInvoiceMails:
    return await mails.process_due_mails(uow, request.app.state.settings)


@router.get("/dunnings/{id}", dependencies=[needs(*READERS)])
async def show_dunning_letter(id: UUID, uow: Uow) -> DunningView:
    return await letters.show_dunning_letter(id, uow)


@router.get("/dunnings/{id}/letter", dependencies=[needs(*READERS)])
async def show_letter(id: UUID, uow: Uow) -> LetterView:
    return await letters.show_letter(id, uow)


@router.get("/dunnings/{id}/mails", dependencies=[needs(*READERS)])
async def list_letter_mails(id: UUID, uow: Uow) -> list[LetterMailView]:
    return await letters.list_letter_mails(id, uow)


@router.get("/dunnings/{id}/pdf", dependencies=[needs(*READERS)], responses=A_PDF, response_class=Response)
async def print_letter(id: UUID, request: Request, uow: Uow, lang: Lang = None) -> Response:
    return pdf_file(*await letters.print_letter(id, uow, lang=lang, settings=request.app.state.settings))


@router.post("/dunnings/{id}/send", dependencies=[needs(Role.FINANCE), keyed()])
async def send_dunning(id: UUID, uow: Uow) -> DunningView:
    return await mails.send_dunning(id, uow)


@router.post("/dunnings/{id}/mark-posted", dependencies=[needs(Role.FINANCE), keyed()])
async def mark_dunning_posted(id: UUID, command: MarkDunningPosted, uow: Uow) -> DunningView:
    return await letters.mark_dunning_posted(id, command, uow)


@router.get("/dunning-addresses/{customer_id}", dependencies=[needs(*READERS)])
async def show_dunning_address(customer_id: UUID, uow: Uow) -> DunningAddressView:
    return await letters.show_dunning_address(customer_id, uow)


@router.post("/dunning-addresses", dependencies=[needs(Role.FINANCE), keyed()])
async def set_dunning_address(command: SetDunningAddress, uow: Uow) -> DunningAddressView:
    return await letters.set_dunning_address(command, uow)
