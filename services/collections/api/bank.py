"""How is collections asked about bank statements?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from chassis.auth.identity import CurrentActor, needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.bank import (
    AcceptBankEntry,
    BankEntryStatus,
    BankEntryView,
    BankStatementView,
    MatchesSuggested,
    ReopenBankEntry,
    SetAsideBankEntry,
    StatementReport,
    SuggestMatches,
)
from messages.money import Currency
from messages.roles import Role
from messages.text import Code, ShortStr
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.domain.bank.entries import Wanted, entity_of
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import bank
from services.collections.use_cases.bank.import_statement import Upload

router = APIRouter(tags=["bank"])

BRINGERS = (Role.FINANCE, Role.PROCESS)  # a person, or a connection to the bank
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


async def uploaded(
    request: Request,
    actor: CurrentActor,
    name: Annotated[ShortStr, Query()],
    legal_entity_id: Annotated[Code | None, Query()] = None,
    account: Annotated[ShortStr | None, Query()] = None,
    currency: Annotated[Currency | None, Query()] = None,
    day_first: Annotated[bool | None, Query()] = None,
) -> Upload:
    """The body is the file; what it does not say itself stands in the query. Without a legal entity it is for the only
    one of who brings it."""
    entity = entity_of(legal_entity_id, actor.legal_entities)
    return Upload(name, entity, await request.body(), Wanted(account, currency, day_first))


StatementFile = Annotated[Upload, Depends(uploaded)]


@router.post("/bank-statements/import", dependencies=[needs(*BRINGERS), keyed()], openapi_extra=RAW)
async def import_statement(file: StatementFile, uow: Uow) -> StatementReport:
    return await bank.import_statement(file, uow)


@router.post("/bank-statements/import/preview", dependencies=[needs(*BRINGERS)], openapi_extra=RAW)
async def preview_statement(file: StatementFile, uow: Uow) -> StatementReport:
    return await bank.preview_statement(file, uow)


@router.get("/bank-statements", dependencies=[needs(Role.FINANCE)])
async def list_statements(uow: Uow, cursor: Cursor = None, limit: Limit = 50) -> Page[BankStatementView]:
    return await bank.list_statements(uow, cursor=cursor, limit=limit)


@router.get("/bank-entries", dependencies=[needs(Role.FINANCE)])
async def list_entries(
    uow: Uow,
    status: BankEntryStatus | None = None,
    statement_id: UUID | None = None,
    came: bool | None = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[BankEntryView]:
    return await bank.list_entries(
        uow, status=status, statement_id=statement_id, came=came, q=q, newest_first=newest_first, cursor=cursor,
        limit=limit,
    )  # fmt: skip


@router.post("/bank-entries/suggest", dependencies=[needs(*BRINGERS), keyed()])
async def suggest_matches(uow: Uow, command: SuggestMatches = SuggestMatches()) -> MatchesSuggested:
    return await bank.suggest_matches(command, uow)


@router.get("/bank-entries/{id}", dependencies=[needs(Role.FINANCE)])
async def show_entry(id: UUID, uow: Uow) -> BankEntryView:
    return await bank.show_entry(id, uow)


@router.post("/bank-entries/{id}/accept", dependencies=[needs(Role.FINANCE), keyed()])
async def accept_entry(id: UUID, command: AcceptBankEntry, uow: Uow, request: Request) -> BankEntryView:
    settings: CollectionsSettings = request.app.state.settings
    return await bank.accept_entry(id, command, uow, ahead_days=settings.received_ahead_days)


@router.post("/bank-entries/{id}/set-aside", dependencies=[needs(Role.FINANCE), keyed()])
async def set_aside_entry(id: UUID, command: SetAsideBankEntry, uow: Uow) -> BankEntryView:
    return await bank.set_aside_entry(id, command, uow)


@router.post("/bank-entries/{id}/reopen", dependencies=[needs(Role.FINANCE), keyed()])
async def reopen_entry(id: UUID, command: ReopenBankEntry, uow: Uow) -> BankEntryView:
    return await bank.reopen_entry(id, command, uow)
