"""How is a message of a provider read: first whose it is, then what it says?"""

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, SecretStr, ValidationError
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from messages.errors import Malformed
from services.collections.domain.bank.provider_notices import must_be_signed

M = TypeVar("M", bound=BaseModel)
# Signed is what the bytes are; what they have to say, as JSON, is read after that.
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


async def signed_message(request: Request, secret: SecretStr | None, wanted: type[M]) -> M:
    """The signature is of the bytes as they came; without a secret nobody has signed. Raises Malformed."""
    body = await request.body()
    is_signed = secret is not None and _is_signed(secret, body, dict(request.headers))
    must_be_signed(is_signed=is_signed, signature=request.headers.get("webhook-signature", ""))
    try:
        return wanted.model_validate_json(body)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        raise Malformed(".".join(map(str, first["loc"])) or "body", str(first["input"])[:200], "SYS-13") from wrong


def _is_signed(secret: SecretStr, body: bytes, headers: dict[str, str]) -> bool:
    """A header of another form is a ValueError of the library, and as wrong as a wrong signature."""
    try:
        Webhook(secret.get_secret_value()).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True
