"""How does one of the cast call a service, as a person would, and wait for what follows?"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import httpx
import jwt
from pydantic import TypeAdapter

from messages.approvals.people import PersonView
from messages.base import Command

T = TypeVar("T")

PATIENCE_S = 60.0
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 1.0
AWAY = frozenset({429, 502, 503, 504})

# Looking at an even pace, for those who measure how long something took; else ever more patiently.
EVEN_PACE_S: ContextVar[float | None] = ContextVar("even_pace_s", default=None)
# How long a person thinks before he acts: a script does not.
THINK_S: ContextVar[float] = ContextVar("think_s", default=0.0)


class ProblemResponse(Exception):
    """The service did not do it: a problem (RFC 9457)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('rule', '')} {problem.get('detail', '')} {problem.get('errors', '')}")
        self.status = status
        self.problem = problem
        self.rule = str(problem.get("rule", ""))


class NotInTime(Exception):
    """What was waited for did not come."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a player, as he experienced it."""

    by: UUID
    method: str
    url: str
    status: int
    seconds: float


OnCall = Callable[[Call], None]


class Player:
    """One person with a token. A call that gets no answer is made again with the same key, as a careful client does."""

    def __init__(
        self,
        urls: Mapping[str, str],
        token: str,
        client: httpx.AsyncClient,
        lang: str = "en",
        on_call: OnCall | None = None,
    ) -> None:
        self._urls = urls
        self._client = client
        self._on_call = on_call
        self._headers = {"authorization": f"Bearer {token}", "accept-language": lang}
        claims = jwt.decode(token, options={"verify_signature": False})
        self.name = str(claims.get("name", ""))
        self.roles = frozenset(claims.get("roles", ()))
        subject = str(claims["sub"])
        self.id = UUID(int=0) if subject.startswith("process:") else UUID(subject)

    async def get(self, service: str, path: str, view: type[T], **query: Any) -> T:
        """Raises ProblemResponse."""
        params = {name: value for name, value in query.items() if value is not None}
        answer = await self._persist("GET", self._urls[service] + path, params=params)
        return _read(answer, view)

    async def post(
        self,
        service: str,
        path: str,
        command: Command | Mapping[str, Any] | None,
        view: type[T],
        *,
        key: UUID | None = None,
    ) -> T:
        """Raises ProblemResponse."""
        body = command.model_dump(mode="json", exclude_unset=True) if isinstance(command, Command) else command
        headers = {"idempotency-key": str(key or uuid4())}
        if think_s := THINK_S.get():
            await asyncio.sleep(think_s)
        answer = await self._persist("POST", self._urls[service] + path, json=body, headers=headers)
        return _read(answer, view)

    async def attach(self, service: str, path: str, content: bytes, view: type[T], *, name: str) -> T:
        """The file as the body. The same again changes nothing, so it needs no key. Raises ProblemResponse."""
        headers = {"content-type": "application/pdf"}
        url = self._urls[service] + path
        return _read(await self._persist("POST", url, headers=headers, params={"name": name}, content=content), view)

    async def put(self, service: str, path: str, command: Command, view: type[T]) -> T:
        """Raises ProblemResponse. The same again changes nothing, so it needs no key."""
        body = command.model_dump(mode="json", exclude_unset=True)
        return _read(await self._persist("PUT", self._urls[service] + path, json=body), view)

    async def _persist(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx.Response:
        end, pause = time.monotonic() + PATIENCE_S, FIRST_PAUSE_S
        while True:
            try:
                began = time.perf_counter()
                answer = await self._client.request(
                    method, url, headers={**self._headers, **(headers or {})}, **request
                )
                if self._on_call is not None:
                    seconds = time.perf_counter() - began
                    target, status = str(answer.request.url), answer.status_code
                    self._on_call(Call(by=self.id, method=method, url=target, status=status, seconds=seconds))
                if answer.status_code not in AWAY or time.monotonic() > end:
                    return answer
            except httpx.TransportError:
                if time.monotonic() > end:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)


class Cast:
    """Everybody who acts in one stack, sharing one HTTP client. `setup` may look at everything and sets things up.

    `on_call` is called with every call that was made.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        token_of: Callable[[str], Awaitable[str]],
        setup_token: str,
        on_call: OnCall | None = None,
    ) -> None:
        self.urls = urls
        self._on_call = on_call
        self._token_of = token_of
        self._players: dict[str, Player] = {}
        self._logins: dict[UUID, str] = {}
        self._client = httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=50))
        self.setup = Player(urls, setup_token, self._client, on_call=on_call)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def player(self, login: str) -> Player:
        """The person with this login."""
        if login not in self._players:
            self._players[login] = Player(self.urls, await self._token_of(login), self._client, on_call=self._on_call)
        return self._players[login]

    async def person(self, id: UUID) -> Player:
        """The person with this id."""
        if id not in self._logins:
            found = await self.setup.get("approvals", f"/people/{id}", PersonView)
            self._logins[id] = found.login
        return await self.player(self._logins[id])


async def until(ask: Callable[[], Awaitable[T | None]], *, what: str, within_s: float = PATIENCE_S) -> T:
    """Ask again and again, ever more patiently, until there is an answer. Raises NotInTime."""
    pace = EVEN_PACE_S.get()
    end, pause = time.monotonic() + within_s, pace or FIRST_PAUSE_S
    while (answer := await ask()) is None:
        if time.monotonic() > end:
            raise NotInTime(f"{what}: not within {within_s:g} s")
        await asyncio.sleep(pause)
        pause = pace or min(pause * 1.5, LONGEST_PAUSE_S)
    return answer


def _read(answer: httpx.Response, view: type[T]) -> T:
    if answer.is_error:
        is_json = "json" in answer.headers.get("content-type", "")
        raise ProblemResponse(answer.status_code, answer.json() if is_json else {"detail": answer.text[:500]})
    adapter: TypeAdapter[T] = TypeAdapter(view)
    return adapter.validate_json(answer.content or b"null")
