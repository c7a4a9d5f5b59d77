"""How do payment providers tell collections of money, and who reads it?"""

from dataclasses import replace

from fastapi import APIRouter, Request

from chassis.auth.identity import Actor, needs, public
from chassis.http.app import Uow
from messages.base import Page
from messages.collections.bank import ProviderNotice, ProviderTransactionStatus, ProviderTransactionView
from messages.roles import Role
from messages.text import ShortStr
from services.collections.api.paging import Cursor, Limit
from services.collections.api.signatures import RAW, signed_message
from services.collections.settings import CollectionsSettings
from services.collections.use_cases import bank

router = APIRouter(tags=["bank"])


@router.post("/provider-notices/{provider}", dependencies=[public()], openapi_extra=RAW)
async def receive_provider_notice(provider: ShortStr, request: Request, uow: Uow) -> ProviderTransactionView:
    settings: CollectionsSettings = request.app.state.settings
    known = next((one for one in settings.payment_providers if one.name == provider), None)
    notice = await signed_message(request, known.secret if known else None, ProviderNotice)
    assert known is not None
    as_provider = replace(uow, actor=Actor.process(f"provider-{known.name}"))
    told = notice.model_dump(mode="json")
    return await bank.receive_provider_notice(known, notice, told, as_provider, ahead_days=settings.received_ahead_days)


@router.get("/provider-transactions", dependencies=[needs(Role.FINANCE)])
async def list_provider_transactions(
    uow: Uow,
    status: ProviderTransactionStatus | None = None,
    provider: ShortStr | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ProviderTransactionView]:
    return await bank.list_provider_transactions(uow, status=status, provider=provider, cursor=cursor, limit=limit)
