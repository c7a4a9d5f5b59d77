"""How does a process, the console or the command line ask a service?"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import UUID

import httpx
import pydantic_core
from pydantic import BaseModel

from chassis.auth.tokens import Unauthenticated
from chassis.base.settings import Settings
from messages.errors import Forbidden, Malformed, NotFound, NotKnownYet, RuleViolation, Stale

V = TypeVar("V", bound=BaseModel)

TIMEOUT = httpx.Timeout(8, connect=2)
# Of a kept connection: a client lets go first, else its next call may meet the server's end of it.
CLIENTS_KEEP_SECONDS, SERVERS_KEEP_SECONDS = 60, 75
UNCOMPRESSED = {"accept-encoding": "identity"}  # who asks next door: compressing would cost more than it spares
LONGEST_SECONDS = 10  # for the whole of an answer
RENEW_SECONDS_BEFORE_END = 60
NO_SUCH_ROUTE = "page"  # the kind of a NotFound that speaks of no record: the service does not know the path


class Unavailable(Exception):
    """The service (or what it needs) is not there, or made a fault: try again later."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail[:500]}")
        self.status = status


class TokenSource(Protocol):
    async def token(self) -> str: ...

    def forget(self) -> None:
        """The token was rejected: the next must be a new one."""


class ServiceClient:
    """One service. Connections are kept. A "no" comes back as the exception it was: RuleViolation, NotFound,
    Forbidden, Stale, Malformed; 401 as Unauthenticated; 5xx and a broken connection as Unavailable."""

    def __init__(
        self, base_url: str, token: "str | TokenSource", *, lang: str = "en", http: httpx.AsyncClient | None = None
    ) -> None:
        self._token: TokenSource = StaticToken(token) if isinstance(token, str) else token
        self._lang = lang
        limits = httpx.Limits(max_connections=50, max_keepalive_connections=20, keepalive_expiry=CLIENTS_KEEP_SECONDS)
        self._http = http or httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT, limits=limits)

    async def get(self, path: str, *, as_of: datetime | None = None, **query: Any) -> Any:
        return await self.send("GET", path, query=query, as_of=as_of)

    async def post(self, path: str, body: Any = None, **how: Any) -> Any:
        """`how`: query, idempotency_key, as_of, if_match, seconds (how long to wait)."""
        return await self.send("POST", path, body, **how)

    async def patch(self, path: str, body: Any, *, if_match: int, **how: Any) -> Any:
        return await self.send("PATCH", path, body, if_match=if_match, **how)

    async def put(self, path: str, body: Any, **how: Any) -> Any:
        return await self.send("PUT", path, body, **how)

    async def delete(self, path: str, **how: Any) -> Any:
        return await self.send("DELETE", path, **how)

    async def ask(self, view: type[V], method: str, path: str, body: Any = None, **how: Any) -> V:
        """The answer as this view."""
        return view.model_validate(await self.send(method, path, body, **how))

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        as_of: datetime | None = None,
        if_match: int | None = None,
        seconds: float | None = None,
    ) -> Any:
        """The decoded JSON answer, None for an empty one."""
        headers = UNCOMPRESSED | {"accept-language": self._lang} | _headers(idempotency_key, as_of, if_match)
        content = None if body is None else pydantic_core.to_json(body)
        if content is not None:
            headers["content-type"] = "application/json"
        parameters = {name: _plain(value) for name, value in (query or {}).items() if value is not None}
        for tried in (1, 2):
            headers["authorization"] = f"Bearer {await self._token.token()}"
            try:
                async with asyncio.timeout(seconds or LONGEST_SECONDS):  # httpx counts each piece of an answer
                    answer = await self._http.request(
                        method, path, content=content, headers=headers, params=parameters, timeout=seconds or TIMEOUT
                    )
            except (httpx.TransportError, TimeoutError) as error:
                raise Unavailable(0, f"{type(error).__name__}: {error}") from error
            if answer.status_code != 401 or tried == 2:
                break
            self._token.forget()
        return _body_of(answer)

    async def close(self) -> None:
        await self._http.aclose()


class StaticToken:
    """A token that somebody else renews (a person's session)."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    def forget(self) -> None:
        return


class TokenFile:
    """A token in a file, read again when the file changes (the built-in issuer of a development stack)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0.0
        self._token = ""

    async def token(self) -> str:
        changed = self._path.stat().st_mtime
        if changed != self._read_at:
            self._token, self._read_at = self._path.read_text().strip(), changed
        return self._token

    def forget(self) -> None:
        self._read_at = 0.0


class ClientCredentials:
    """OAuth 2 client credentials against `{issuer}/token`; renewed a minute before its end."""

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, *, http: httpx.AsyncClient | None = None
    ) -> None:
        self._url = issuer.rstrip("/") + "/token"
        self._form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT)
        self._token = ""
        self._ends_at = 0.0

    async def token(self) -> str:
        if time.monotonic() >= self._ends_at:
            await self._renew()
        return self._token

    def forget(self) -> None:
        self._ends_at = 0.0

    async def _renew(self) -> None:
        try:
            answer = await self._http.post(self._url, data=self._form)
        except httpx.TransportError as error:
            raise Unavailable(0, f"the issuer does not answer: {error}") from error
        if answer.status_code >= 400:
            kind = Unavailable(answer.status_code, answer.text) if answer.status_code >= 500 else None
            raise kind or Unauthenticated(f"the issuer rejected the client: {answer.text[:300]}")
        granted = answer.json()
        lifetime = float(granted.get("expires_in", 300))
        self._token = granted["access_token"]
        self._ends_at = time.monotonic() + max(lifetime - RENEW_SECONDS_BEFORE_END, lifetime / 2)


def token_source(settings: Settings) -> TokenSource:
    """What the settings give this process: a token file, or client credentials."""
    if settings.token_file is not None:
        return TokenFile(settings.token_file)
    return ClientCredentials(settings.issuer, settings.client_id, settings.client_secret.get_secret_value())


def _headers(key: str | None, as_of: datetime | None, version: int | None) -> dict[str, str]:
    given = {
        "idempotency-key": key,
        "x-as-of": as_of.isoformat() if as_of else None,
        "if-match": f'"{version}"' if version is not None else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value


def _body_of(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    problem: dict[str, Any] = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    raise _exception_of(answer, problem)


def _exception_of(answer: httpx.Response, problem: dict[str, Any]) -> Exception:
    readers: dict[int, Callable[[], Exception]] = {
        401: lambda: Unauthenticated(str(problem.get("detail", ""))),
        403: lambda: Forbidden(
            str(problem.get("verb", answer.request.url.path)), str(problem.get("rule", "")), **problem.get("params", {})
        ),
        404: lambda: NotFound(str(problem.get("kind", NO_SUCH_ROUTE)), str(problem.get("id", answer.request.url.path))),
        409: lambda: _no(answer)(str(problem.get("rule", "SYS-9")), **problem.get("params", {})),
        412: lambda: Stale(str(problem.get("kind", "")), str(problem.get("id", "")), int(problem.get("current", 0))),
        413: lambda: Malformed("body", "", "SYS-13"),
        422: lambda: _malformed(problem),
        428: lambda: Malformed("headers", "", str(problem.get("rule", "SYS-13"))),
    }
    reader = readers.get(answer.status_code)
    return reader() if reader else Unavailable(answer.status_code, answer.text)


def _no(answer: httpx.Response) -> type[RuleViolation]:
    """One that says when to ask again is not final."""
    return NotKnownYet if "retry-after" in answer.headers else RuleViolation


def _malformed(problem: dict[str, Any]) -> Malformed:
    first = (problem.get("errors") or [{}])[0]
    return Malformed(str(first.get("field", "")), first.get("value", ""), str(first.get("rule", "SYS-13")))
