"""How does the console ask the services, as the person who sits before it?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Annotated, Any, TypeVar, overload

import httpx
from fastapi import Depends, Request
from pydantic import TypeAdapter, ValidationError

from console.session import SignInNeeded, language
from messages.base import Command
from messages.services import SERVICES

T = TypeVar("T")
ANSWERING = (*SERVICES, "worker")
NOT_VISIBLE = (403, 404)
REHEARSAL = "x-rehearsal"
AWAY = (502, 503, 504)
SECONDS_OF_A_FILE = 120  # thousands of rows
PART_SECONDS = 4  # for which a page waits for what it can do without


class ServiceProblem(Exception):
    """A service answered with a problem (RFC 9457), worded in the reader's language."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(status, problem)
        self.status = status
        self.text = str(problem.get("detail") or problem.get("title") or "")
        self.rule = str(problem.get("rule") or "")
        self.params: dict[str, Any] = problem.get("params") or {}
        self.errors: list[dict[str, Any]] = problem.get("errors") or []


class ServiceAway(httpx.TransportError):
    """A service that is asked for something does not answer, or only says that it cannot now."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class UnreadableResponse(Exception):
    """A service answered with something that the console does not understand: one of the two is of another version."""


class ServiceGateway:
    """One per request: the person's token and language go along with every call."""

    def __init__(
        self, client: httpx.AsyncClient, addresses: dict[str, str], token: str | None, lang: str, *, asker: str = ""
    ) -> None:
        self.away: set[str] = set()  # who left out a part of the page, which says so
        self._client = client
        self._addresses = addresses
        self._asker = asker
        self._headers = (
            {"accept-language": lang}
            | ({"authorization": f"Bearer {token}"} if token else {})
            | ({"x-forwarded-for": asker} if asker else {})  # who guesses is slowed by his address, not by ours
        )

    def as_nobody(self) -> "ServiceGateway":
        """Without the token: for signing in."""
        lang = self._headers["accept-language"]
        return ServiceGateway(self._client, self._addresses, None, lang, asker=self._asker)

    async def get(self, service: str, path: str, view: type[T], **query: Any) -> T:
        """Raises ServiceProblem, ServiceAway."""
        query_params = {name: value for name, value in query.items() if value is not None}
        return _read(await self._ask(service, path, query_params), view)

    async def part(self, service: str, asking: Awaitable[T]) -> T | None:
        """What the page can do without, asked of this service: None, too, while it does not answer in time."""
        try:
            return await asyncio.wait_for(asking, PART_SECONDS)
        except (ServiceAway, TimeoutError):
            self.away.add(service)
            return None

    async def _ask(self, service: str, path: str, params: dict[str, Any] | None = None) -> httpx.Response:
        try:
            answer = await self._client.get(self._addresses[service] + path, params=params, headers=self._headers)
        except httpx.TransportError as silent:
            raise ServiceAway(service) from silent
        if answer.status_code in AWAY:
            raise ServiceAway(service)
        return answer

    async def readiness(self, service: str) -> dict[str, Any]:
        """What it says of itself, ready or not."""
        answer = await self._client.get(f"{self._addresses[service]}/readyz")
        return _as_view(answer, dict[str, Any])

    async def find(self, service: str, path: str, view: type[T], **query: Any) -> T | None:
        """None where there is no such record, or it is not visible to this person."""
        try:
            return await self.get(service, path, view, **query)
        except ServiceProblem as problem:
            if problem.status in NOT_VISIBLE:
                return None
            raise

    async def change(self, service: str, path: str, command: Command, view: type[T], *, version: int, key: str) -> T:
        """An act on the record as it was at this version. Raises ServiceProblem."""
        return _read(await self._send("POST", service, path, command, key=key, version=version), view)

    async def put(self, service: str, path: str, command: Command, view: type[T], *, key: str) -> T:
        """Raises ServiceProblem."""
        return _read(await self._send("PUT", service, path, command, key=key), view)

    @overload
    async def post(self, service: str, path: str, command: Command | None, view: type[T], *, key: str = "") -> T: ...
    @overload
    async def post(self, service: str, path: str, command: Command | None, *, key: str = "") -> Any: ...
    async def post(self, service: str, path: str, command: Command | None, view: Any = object, *, key: str = "") -> Any:
        """`key` is the form's: sent twice, the action happens once. Raises ServiceProblem."""
        return _read(await self._send("POST", service, path, command, key=key), view)

    async def rehearse(self, service: str, path: str, command: Command, view: type[T]) -> T:
        """What an import would do with these rows; nothing is kept. Raises ServiceProblem."""
        headers = self._headers | {"content-type": "application/json", REHEARSAL: "true"}
        body = command.model_dump_json(exclude_unset=True)
        address = self._addresses[service] + path
        return _read(await self._client.post(address, content=body, headers=headers, timeout=SECONDS_OF_A_FILE), view)

    async def bring(self, service: str, path: str, command: Command, view: type[T], *, key: str) -> T:
        """Rows of a file, which may take their time; sent again with the same key none comes in twice."""
        headers = self._headers | {"content-type": "application/json", "idempotency-key": key}
        body = command.model_dump_json(exclude_unset=True)
        address = self._addresses[service] + path
        return _read(await self._client.post(address, content=body, headers=headers, timeout=SECONDS_OF_A_FILE), view)

    async def patch(self, service: str, path: str, command: Command, view: type[T], *, version: int, key: str) -> T:
        """Changes the record as it was at this version. Raises ServiceProblem."""
        return _read(await self._send("PATCH", service, path, command, key=key, version=version), view)

    async def replace(self, service: str, path: str, command: Command, view: type[T], *, version: int, key: str) -> T:
        """Puts all of it in the place of what stood at this version. Raises ServiceProblem."""
        return _read(await self._send("PUT", service, path, command, key=key, version=version), view)

    async def send_file(
        self, service: str, path: str, content: bytes, view: type[T], *, name: str, kind: str, key: str, **query: str
    ) -> T:
        """The file as the body, its name in the query, and what is said besides. Raises ServiceProblem."""
        headers = self._headers | {"content-type": kind or "application/octet-stream", "idempotency-key": key}
        address = self._addresses[service] + path
        params = {"name": name, **query}
        answer = await self._client.post(
            address, params=params, content=content, headers=headers, timeout=SECONDS_OF_A_FILE
        )
        return _read(answer, view)

    async def fetch(self, service: str, path: str) -> httpx.Response:
        """The answer as it is. Raises ServiceProblem, ServiceAway."""
        answer = await self._ask(service, path)
        _must_be_fine(answer)
        return answer

    async def delete(self, service: str, path: str, view: type[T], *, key: str) -> T:
        """Raises ServiceProblem."""
        return _read(await self._send("DELETE", service, path, None, key=key), view)

    async def _send(
        self, method: str, service: str, path: str, command: Command | None, *, key: str, version: int | None = None
    ) -> httpx.Response:
        body = command.model_dump_json(exclude_unset=True) if command is not None else None
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
    return _as_view(answer, view)


def _as_view(answer: httpx.Response, view: type[T]) -> T:
    adapter: TypeAdapter[T] = TypeAdapter(view)
    try:
        return adapter.validate_json(answer.content or b"null")
    except ValidationError as strange:
        raise UnreadableResponse(f"{answer.request.method} {answer.request.url.path}: {strange}") from strange


def _must_be_fine(answer: httpx.Response) -> None:
    if answer.status_code == 401 and "authorization" in answer.request.headers:
        raise SignInNeeded
    if answer.is_error:
        raise _problem_of(answer)


def _problem_of(answer: httpx.Response) -> ServiceProblem:
    is_json = "json" in answer.headers.get("content-type", "")
    problem = answer.json() if is_json else {"detail": answer.reason_phrase}
    return ServiceProblem(answer.status_code, problem if isinstance(problem, dict) else {})


async def gateway(request: Request) -> ServiceGateway:
    """One per request, which knows it: whoever shows the page asks it who was away."""
    known: ServiceGateway | None = getattr(request.state, "gateway", None)
    if known is None:
        known = request.state.gateway = _gateway(request)
    return known


def _gateway(request: Request) -> ServiceGateway:
    settings = request.app.state.settings
    addresses = {name: getattr(settings, f"{name}_url") for name in ANSWERING}
    asker = request.client.host if request.client else ""
    token = request.session.get("token")
    return ServiceGateway(request.app.state.http, addresses, token, language(request), asker=asker)


Gateway = Annotated[ServiceGateway, Depends(gateway)]
