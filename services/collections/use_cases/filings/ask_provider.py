"""What does a provider of e-invoices answer? Part of other use cases."""

import asyncio
import ssl
from functools import cache
from typing import Any

import httpx
import pydantic_core
from pydantic import ValidationError

from messages.collections.invoice_filings import ProviderAnswer
from services.collections.settings import InvoiceProvider

SECONDS = 5.0  # to connect, and from one part of an answer to the next
ALTOGETHER = 10.0
LONGEST_ANSWER = 65_536  # bytes
LONGEST_ERROR = 500


async def ask_provider(provider: InvoiceProvider, key: str, request: dict[str, Any]) -> ProviderAnswer | str:
    """The answer, else what went wrong: then nobody knows whether it was issued, and the same key is asked again."""
    headers = {
        "content-type": "application/json", "user-agent": "Countersign", "idempotency-key": key,
        "authorization": f"Bearer {provider.token.get_secret_value()}",
    }  # fmt: skip
    try:
        async with asyncio.timeout(ALTOGETHER):
            return await _answer(provider, headers, pydantic_core.to_json(request))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        return _printable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    except (OSError, httpx.HTTPError, ValueError) as error:
        return _printable(f"{type(error).__name__}: {error}")


async def _answer(provider: InvoiceProvider, headers: dict[str, str], body: bytes) -> ProviderAnswer | str:
    url = f"{provider.url.rstrip('/')}/invoices"
    async with (
        httpx.AsyncClient(timeout=SECONDS, trust_env=False, verify=_tls()) as client,
        client.stream("POST", url, content=body, headers=headers, follow_redirects=False) as answer,
    ):
        said = b""
        async for part in answer.aiter_bytes():
            said += part
            if len(said) > LONGEST_ANSWER:
                return f"an answer of more than {LONGEST_ANSWER} bytes"
    if not answer.is_success:
        return _printable(f"HTTP {answer.status_code} {said.decode('utf-8', 'replace')}")
    return ProviderAnswer.model_validate_json(said)


def _printable(error: str) -> str:
    """As it can be kept, whatever a program of others has said."""
    return "".join(char if char.isprintable() else " " for char in error).strip()[:LONGEST_ERROR]


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine, read once."""
    return ssl.create_default_context()
