"""How do payment providers tell collections of money, and who reads it?"""

from dataclasses import replace

from fastapi import APIRouter, Request
from pydantic import ValidationError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chassis.auth.identity import Actor, needs, public
from chassis.http.app import Uow
from messages.base import Page
from messages.collections.bank import ProviderNotice, ProviderTransactionStatus, ProviderTransactionView
from messages.errors import Malformed
from messages.roles import Role
from messages.text import ShortStr
from services.collections.api.paging import Cursor, Limit
from services.collections.domain.bank.provider_notices import must_be_signed
from services.collections.settings import CollectionsSettings, PaymentProvider
from services.collections.use_cases import bank

router = APIRouter(tags=["bank"])

# Signed is what the bytes are; what they have to say, `ProviderNotice` as JSON, is read after that.
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("/provider-notices/{provider}", dependencies=[public()], openapi_extra=RAW)
async def receive_provider_notice(provider: ShortStr, request: Request, uow: Uow) -> ProviderTransactionView:
    """The signature is of the bytes as they came: the body is read after it is known whose it is."""
    settings: CollectionsSettings = request.app.state.settings
    known = next((one for one in settings.payment_providers if one.name == provider), None)
    body = await request.body()
    is_signed = known is not None and _is_signed(known, body, dict(request.headers))
    must_be_signed(is_signed=is_signed, signature=request.headers.get("webhook-signature", ""))
    assert known is not None
    try:
        notice = ProviderNotice.model_validate_json(body)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        raise Malformed(".".join(map(str, first["loc"])) or "body", str(first["input"])[:200], "SYS-13") from wrong
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


def _is_signed(provider: PaymentProvider, body: bytes, headers: dict[str, str]) -> bool:
    """A header of another form is a ValueError of the library, and as wrong as a wrong signature."""
    try:
        Webhook(provider.secret.get_secret_value()).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True
