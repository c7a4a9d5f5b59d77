"""How are providers of e-invoices asked, and how do they answer later?"""

from dataclasses import replace

from fastapi import APIRouter, Request

from chassis.auth.identity import Actor, needs, public
from chassis.http.app import Uow
from messages.collections.invoice_filings import InvoiceFilingView, ProcessedFilings, ProviderAnswerNotice
from messages.roles import Role
from messages.text import ShortStr
from services.collections.api.signatures import RAW, signed_message
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import filings

router = APIRouter(tags=["invoices"])


@router.post("/invoice-provider-notices/{provider}", dependencies=[public()], openapi_extra=RAW)
async def receive_answer(provider: ShortStr, request: Request, uow: Uow) -> InvoiceFilingView:
    settings: CollectionsSettings = request.app.state.settings
    known = settings.invoice_provider(provider)
    answer = await signed_message(request, known.secret if known else None, ProviderAnswerNotice)
    as_provider = replace(uow, actor=Actor.process(f"provider-{provider}"))
    return await filings.receive_answer(provider, answer, as_provider, settings)


@router.post("/invoice-filings/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_filings(request: Request, uow: Uow) -> ProcessedFilings:
    return await filings.process_due_filings(uow, request.app.state.settings)
