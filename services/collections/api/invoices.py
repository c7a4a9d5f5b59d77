"""How is collections asked for invoices?"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.invoice_filings import InvoiceFilingView
from messages.collections.invoices import (
    CreditNoteView,
    InvoiceLineView,
    InvoiceStatus,
    InvoiceView,
    MissingTerm,
    RejectInvoice,
    RequestInvoice,
    ReverseInvoice,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.prints import A_PDF, AN_XML, Lang, pdf_file, xml_file
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import filings, invoices

router = APIRouter(prefix="/invoices", tags=["invoices"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_invoice(command: RequestInvoice, uow: Uow) -> InvoiceView:
    return await invoices.request_invoice(command, uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_invoices(
    uow: Uow,
    status: InvoiceStatus | None = None,
    order_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[InvoiceView]:
    of = {"order_id": order_id, "owner_id": owner_id}
    return await invoices.list_invoices(
        uow, status=status, q=q, newest_first=newest_first, cursor=cursor, limit=limit, **of
    )


@router.get("/{id}", dependencies=[needs(*READERS)])
async def show_invoice(id: UUID, uow: Uow) -> InvoiceView:
    return await invoices.show_invoice(id, uow)


@router.get("/{id}/lines", dependencies=[needs(*READERS)])
async def list_invoice_lines(id: UUID, uow: Uow) -> list[InvoiceLineView]:
    return await invoices.list_invoice_lines(id, uow)


@router.get("/{id}/filings", dependencies=[needs(*READERS)])
async def list_filings(id: UUID, uow: Uow) -> list[InvoiceFilingView]:
    return await filings.list_filings(id, uow)


@router.get("/{id}/pdf", dependencies=[needs(*READERS)], responses=A_PDF, response_class=Response)
async def print_invoice(id: UUID, request: Request, uow: Uow, lang: Lang = None) -> Response:
    sellers = request.app.state.settings.invoice_sellers
    return pdf_file(*await invoices.print_invoice(id, uow, lang=lang or uow.actor.lang, sellers=sellers))


@router.get("/{id}/ubl", dependencies=[needs(*READERS)], responses=AN_XML, response_class=Response)
async def export_invoice(id: UUID, request: Request, uow: Uow) -> Response:
    return xml_file(*await invoices.export_invoice(id, uow, request.app.state.settings))


@router.get("/{id}/ubl/missing", dependencies=[needs(*READERS)])
async def list_missing_terms(id: UUID, request: Request, uow: Uow) -> list[MissingTerm]:
    return await invoices.list_missing_terms(id, uow, request.app.state.settings)


@router.get("/{id}/credit-note", dependencies=[needs(*READERS)])
async def show_credit_note(id: UUID, uow: Uow) -> CreditNoteView:
    return await invoices.show_credit_note(id, uow)


@router.get("/{id}/credit-note/pdf", dependencies=[needs(*READERS)], responses=A_PDF, response_class=Response)
async def print_credit_note(id: UUID, request: Request, uow: Uow, lang: Lang = None) -> Response:
    sellers = request.app.state.settings.invoice_sellers
    return pdf_file(*await invoices.print_credit_note(id, uow, lang=lang or uow.actor.lang, sellers=sellers))


@router.get("/{id}/credit-note/ubl", dependencies=[needs(*READERS)], responses=AN_XML, response_class=Response)
async def export_credit_note(id: UUID, request: Request, uow: Uow) -> Response:
    return xml_file(*await invoices.export_credit_note(id, uow, request.app.state.settings))


@router.post("/{id}/issue", dependencies=[needs(Role.FINANCE), keyed()])
async def issue_invoice(id: UUID, request: Request, uow: Uow) -> InvoiceView:
    return await invoices.issue_invoice(id, uow, request.app.state.settings)


@router.post("/{id}/reject", dependencies=[needs(Role.FINANCE), keyed()])
async def reject_invoice(id: UUID, command: RejectInvoice, uow: Uow) -> InvoiceView:
    return await invoices.reject_invoice(id, command, uow)


@router.post("/{id}/cancel", dependencies=[needs(*RECORDERS), keyed()])
async def cancel_invoice(id: UUID, uow: Uow) -> InvoiceView:
    return await invoices.cancel_invoice(id, uow)


@router.post("/{id}/reverse", dependencies=[needs(Role.FINANCE), keyed()])
async def reverse_invoice(
    id: UUID, request: Request, uow: Uow, command: ReverseInvoice = ReverseInvoice()
) -> InvoiceView:
    return await invoices.reverse_invoice(id, command, uow, request.app.state.settings)
