"""How does the console ask the services, as the person who sits before it?"""

from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeVar, overload

import httpx
from fastapi import Depends, Request
from pydantic import TypeAdapter, ValidationError

from console.session import SignInNeeded, language
from messages.base import Command

T = TypeVar("T")
SERVICES = ("leads", "deals", "orders", "collections", "approvals", "insights", "worker")
NOT_FOR_THESE_EYES = (403, 404)


class ServiceSaysNo(Exception):
    """A service answered with a problem (RFC 9457), worded in the reader's language."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(status, problem)
        self.status = status
        self.text = str(problem.get("detail") or problem.get("title") or "")
        self.rule = str(problem.get("rule") or "")
        self.params: dict[str, Any] = problem.get("params") or {}
        self.errors: list[dict[str, Any]] = problem.get("errors") or []


class Misread(Exception):
    """A service answered with something that the console does not understand: one of the two is of another version."""


class HouseClient:
    """One per request: the person's token and language go along with every call."""

    def __init__(self, client: httpx.AsyncClient, addresses: dict[str, str], token: str | None, lang: str) -> None:
        self._client = client
        self._addresses = addresses
        self._headers = {"accept-language": lang} | ({"authorization": f"Bearer {token}"} if token else {})

    def as_nobody(self) -> "HouseClient":
        """Without the token: for signing in."""
        return HouseClient(self._client, self._addresses, None, self._headers["accept-language"])

    async def get(self, service: str, path: str, view: type[T], **query: Any) -> T:
        """Raises ServiceSaysNo."""
        asked = {name: value for name, value in query.items() if value is not None}
        answer = await self._client.get(self._addresses[service] + path, params=asked, headers=self._headers)
        return _read(answer, view)

    async def find(self, service: str, path: str, view: type[T], **query: Any) -> T | None:
        """None where there is no such record, or it is not for this person's eyes."""
        try:
            return await self.get(service, path, view, **query)
        except ServiceSaysNo as no:
            if no.status in NOT_FOR_THESE_EYES:
                return None
            raise

    @overload
    async def post(self, service: str, path: str, said: Command | None, view: type[T], *, key: str = "") -> T: ...
    @overload
    async def post(self, service: str, path: str, said: Command | None, *, key: str = "") -> Any: ...
    async def post(self, service: str, path: str, said: Command | None, view: Any = object, *, key: str = "") -> Any:
        """`key` is the form's: sent twice, the act happens once. Raises ServiceSaysNo."""
        return _read(await self._send("POST", service, path, said, key=key), view)

    async def patch(self, service: str, path: str, said: Command, view: type[T], *, version: int, key: str) -> T:
        """Changes the record as it was at this version. Raises ServiceSaysNo."""
        return _read(await self._send("PATCH", service, path, said, key=key, version=version), view)

    async def send_file(
        self, service: str, path: str, content: bytes, view: type[T], *, name: str, kind: str, key: str
    ) -> T:
        """The file as the body, its name in the query. Raises ServiceSaysNo."""
        headers = self._headers | {"content-type": kind or "application/octet-stream", "idempotency-key": key}
        address = self._addresses[service] + path
        return _read(await self._client.post(address, params={"name": name}, content=content, headers=headers), view)

    async def fetch(self, service: str, path: str) -> httpx.Response:
        """The answer as it is. Raises ServiceSaysNo."""
        answer = await self._client.get(self._addresses[service] + path, headers=self._headers)
        _must_be_fine(answer)
        return answer

    async def delete(self, service: str, path: str, view: type[T], *, key: str) -> T:
        """Raises ServiceSaysNo."""
        return _read(await self._send("DELETE", service, path, None, key=key), view)

    async def _send(
        self, method: str, service: str, path: str, said: Command | None, *, key: str, version: int | None = None
    ) -> httpx.Response:
        body = said.model_dump_json(exclude_unset=True) if said is not None else None
        headers = (
            self._headers
            | ({"content-type": "application/json"} if body else {})
            | ({"idempotency-key": key} if key else {})
            | ({"if-match": f'"{version}"'} if version is not None else {})
        )
        return await self._client.request(method, self._addresses[service] + path, content=body, headers=headers)

    async def listen(self, service: str, path: str, **query: Any) -> AsyncIterator[str]:
        """The lines of a server-sent event stream, until one side leaves."""
        address = self._addresses[service] + path
        async with self._client.stream(
            "GET", address, params=query, headers=self._headers, timeout=httpx.Timeout(10, read=60)
        ) as answer:
            async for line in answer.aiter_lines():
                yield line


def _read(answer: httpx.Response, view: type[T]) -> T:
    _must_be_fine(answer)
    adapter: TypeAdapter[T] = TypeAdapter(view)
    try:
        return adapter.validate_json(answer.content or b"null")
    except ValidationError as strange:
        raise Misread(f"{answer.request.method} {answer.request.url.path}: {strange}") from strange


def _must_be_fine(answer: httpx.Response) -> None:
    if answer.status_code == 401 and "authorization" in answer.request.headers:
        raise SignInNeeded
    if answer.is_error:
        raise _no(answer)


def _no(answer: httpx.Response) -> ServiceSaysNo:
    is_json = "json" in answer.headers.get("content-type", "")
    problem = answer.json() if is_json else {"detail": answer.reason_phrase}
    return ServiceSaysNo(answer.status_code, problem if isinstance(problem, dict) else {})


async def house(request: Request) -> HouseClient:
    settings = request.app.state.settings
    addresses = {name: getattr(settings, f"{name}_url") for name in SERVICES}
    return HouseClient(request.app.state.http, addresses, request.session.get("token"), language(request))


House = Annotated[HouseClient, Depends(house)]
