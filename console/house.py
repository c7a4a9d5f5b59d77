"""How does the console ask the services, as the person who sits before it?"""

from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeVar, overload

import httpx
from fastapi import Depends, Request
from pydantic import TypeAdapter

from console.session import SignInNeeded, language
from messages.base import Command

T = TypeVar("T")


class ServiceSaysNo(Exception):
    """A service answered with a problem (RFC 9457); `text` is its sentence in the reader's language."""

    def __init__(self, status: int, text: str, rule: str = "") -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text
        self.rule = rule


class HouseClient:
    """One per request: the person's token and language go along with every call."""

    def __init__(self, client: httpx.AsyncClient, addresses: dict[str, str], token: str | None, lang: str) -> None:
        self._client = client
        self._addresses = addresses
        self._headers = {"accept-language": lang} | ({"authorization": f"Bearer {token}"} if token else {})

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
            if no.status == 404:
                return None
            raise

    @overload
    async def post(self, service: str, path: str, said: Command | None, view: type[T], *, key: str = "") -> T: ...
    @overload
    async def post(self, service: str, path: str, said: Command | None, *, key: str = "") -> Any: ...
    async def post(self, service: str, path: str, said: Command | None, view: Any = object, *, key: str = "") -> Any:
        """`key` is the form's: sent twice, the act happens once."""
        body = said.model_dump_json(exclude_unset=True) if said is not None else None
        headers = (
            self._headers
            | ({"content-type": "application/json"} if body else {})
            | ({"idempotency-key": key} if key else {})
        )
        answer = await self._client.post(self._addresses[service] + path, content=body, headers=headers)
        return _read(answer, view)

    async def listen(self, service: str, path: str) -> AsyncIterator[str]:
        """The data lines of a server-sent event stream, until one side leaves."""
        address = self._addresses[service] + path
        async with self._client.stream("GET", address, headers=self._headers, timeout=None) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    yield line[5:].strip()


def _read(answer: httpx.Response, view: type[T]) -> T:
    if answer.status_code == 401:
        raise SignInNeeded
    if answer.is_error:
        raise _no(answer)
    adapter: TypeAdapter[T] = TypeAdapter(view)
    return adapter.validate_json(answer.content) if view is not object else adapter.validate_python(None)


def _no(answer: httpx.Response) -> ServiceSaysNo:
    if "json" not in answer.headers.get("content-type", ""):
        return ServiceSaysNo(answer.status_code, answer.reason_phrase)
    problem = answer.json()
    told = [problem.get("detail") or problem.get("title") or answer.reason_phrase]
    told += [f"{entry.get('field')}: {entry.get('text')}" for entry in problem.get("errors", ())]
    return ServiceSaysNo(answer.status_code, " · ".join(told), problem.get("rule", ""))


async def house(request: Request) -> HouseClient:
    settings = request.app.state.settings
    services = ("leads", "deals", "orders", "collections", "approvals", "insights", "worker")
    addresses = {name: getattr(settings, f"{name}_url") for name in services}
    return HouseClient(request.app.state.http, addresses, request.session.get("token"), language(request))


House = Annotated[HouseClient, Depends(house)]
