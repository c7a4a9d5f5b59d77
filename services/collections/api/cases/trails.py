"""How is collections asked for the whole life of a receivable?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow
from chassis.records.spreadsheets import XLSX
from messages.collections.cases.trails import ReceivableTrail
from messages.roles import Role
from services.collections.api.prints import A_PDF, Lang, a_file, pdf_file
from services.collections.use_cases import cases

router = APIRouter(tags=["collection cases"])
AUDITORS = (Role.FINANCE, Role.DIRECTOR, Role.LEGAL, Role.OPS, Role.ADMIN)
Digest = Annotated[str, Query(pattern="^([0-9a-f]{64})?$")]
ZIP = "application/zip"
BINARY = {"schema": {"type": "string", "format": "binary"}}
A_SHEET: Any = {200: {"content": {XLSX: BINARY}, "description": "A spreadsheet."}}
A_PACK: Any = {200: {"content": {ZIP: BINARY}, "description": "PDFs and texts."}}


@router.get("/receivables/{id}/trail", dependencies=[needs(*AUDITORS)])
async def show_receivable_trail(id: UUID, uow: Uow, digest: Digest = "", lang: Lang = None) -> ReceivableTrail:
    return await cases.show_receivable_trail(id, uow, digest=digest, lang=lang or uow.actor.lang)


@router.get("/receivables/{id}/trail/pdf", dependencies=[needs(*AUDITORS)], responses=A_PDF, response_class=Response)
async def print_receivable_trail(id: UUID, uow: Uow, lang: Lang = None) -> Response:
    return pdf_file(*await cases.print_receivable_trail(id, uow, lang=lang or uow.actor.lang))


@router.get("/receivables/{id}/trail/xlsx", dependencies=[needs(*AUDITORS)], responses=A_SHEET, response_class=Response)
async def export_receivable_trail(id: UUID, uow: Uow, lang: Lang = None) -> Response:
    return a_file(*await cases.export_receivable_trail(id, uow, lang=lang or uow.actor.lang), XLSX)


@router.get(
    "/receivables/{id}/evidence",
    dependencies=[needs(Role.LEGAL, Role.FINANCE)],
    responses=A_PACK,
    response_class=Response,
)
async def pack_evidence(id: UUID, uow: Uow, request: Request, lang: Lang = None) -> Response:
    sellers = request.app.state.settings.invoice_sellers
    return a_file(*await cases.pack_evidence(id, uow, lang=lang or uow.actor.lang, sellers=sellers), ZIP)
