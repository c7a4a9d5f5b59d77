"""What does a test of a service stand on? (a pytest plugin: `pytest_plugins = ["chassis.testing.plugin"]`)"""

import asyncio
import importlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select, text
from starlette.datastructures import State

from chassis.auth import tokens
from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.base.settings import Settings
from chassis.db import migrate
from chassis.db.common_tables import outbox as outbox_table
from chassis.db.database import Database
from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from chassis.http.service import Service
from chassis.testing.databases import Databases
from messages.base import Event

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
KEY = tokens.new_key()
ISSUER = "http://issuer.test"
TEST_DATABASE = "COUNTERSIGN_TEST_DATABASE_URL"


def an_actor(*roles: str, id: UUID | None = None, unit: str = "cs/east/sales-1", **more: Any) -> Actor:
    """Somebody with these roles, in legal entity CS-CN unless `more` says otherwise."""
    more.setdefault("legal_entities", ("CS-CN",))
    return Actor(
        id=id or clock.new_id(), name=more.pop("name", "Test Person"), roles=frozenset(roles), unit=unit, **more
    )


def token_of(actor: Actor, **claims: Any) -> str:
    """A bearer token for this actor from the tests' own issuer; `claims` replace what it would say."""
    full = {
        "sub": actor.name if actor.is_process else str(actor.id),
        "name": actor.name,
        "kind": actor.kind,
        "roles": sorted(actor.roles),
        "unit": actor.unit,
        "legal_entities": list(actor.legal_entities),
        "tz": actor.tz,
        "lang": actor.lang,
        **({"customer_id": str(actor.customer_id)} if actor.customer_id else {}),
        "iss": ISSUER,
        "aud": "countersign",
    }
    return tokens.mint(full | claims, KEY, lifetime=86_400)


class Api:
    """`api.as_(actor)` is an httpx client of the service with the actor's token; `api.anybody` has none."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._clients: dict[Actor, httpx.AsyncClient] = {}

    def as_(self, actor: Actor, **claims: Any) -> httpx.AsyncClient:
        if claims:
            return self._client(token_of(actor, **claims))
        if actor not in self._clients:
            self._clients[actor] = self._client(token_of(actor))
        return self._clients[actor]

    @cached_property
    def anybody(self) -> httpx.AsyncClient:
        return self._client(None)

    def _client(self, token: str | None) -> httpx.AsyncClient:
        headers = {"accept-language": "en"} | ({"authorization": f"Bearer {token}"} if token else {})
        transport = httpx.ASGITransport(app=self._app)
        return httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers)


@dataclass
class ServiceHarness:
    """One service under test: its app, its database, what it published, and how to deliver an event to it."""

    name: str
    app: FastAPI
    database: Database
    api: Api = field(init=False)

    def __post_init__(self) -> None:
        self.api = Api(self.app)

    @property
    def service(self) -> Service:
        found: Service = self.app.state.service
        return found

    def uow(self, actor: Actor | None = None, *, as_of: datetime | None = None) -> UnitOfWork:
        return UnitOfWork(self.database, actor or Actor.process("test"), as_of=as_of)

    async def outbox(self, kind: type[Event] | None = None) -> list[Event]:
        """What was published in this test so far, decoded, oldest first."""
        kinds = {event.subject: event for event in all_events()}
        async with self.database.session() as session:
            rows = (await session.execute(select(outbox_table).order_by(outbox_table.c.id))).mappings().all()
        events = [kinds[row["subject"]].model_validate(row["payload"]) for row in rows if row["subject"] in kinds]
        return [event for event in events if kind is None or isinstance(event, kind)]

    async def deliver(
        self,
        event: Event,
        *,
        twice: bool = False,
        at: datetime | None = None,
        id: UUID | None = None,
        sequence: int = 0,
    ) -> None:
        """As NATS would: the same message, perhaps `twice`. Raises NotYet and whatever the handler raises."""
        if self.service.subscriptions is None:
            raise ValueError(f"{self.name} subscribes to nothing")
        moment = at or clock.now()
        message = Envelope.around(event, id=id or clock.new_id(), time=moment, sequence=sequence).encoded()
        for _ in range(2 if twice else 1):
            await self.service.subscriptions.handle(Envelope.decoded(message), self.database)

    async def deliver_together(self, events: Mapping[UUID, Event]) -> set[UUID]:
        """As the consumer does with what has come by now, by the ids of the messages. Which one transaction took."""
        if self.service.subscriptions is None:
            raise ValueError(f"{self.name} subscribes to nothing")
        told = [Envelope.around(event, id=id, time=clock.now()) for id, event in events.items()]
        return {one.id for one in await self.service.subscriptions.handle_together(told, self.database)}


def all_events() -> list[type[Event]]:
    """Every event that is known to this process."""
    found, todo = [], [Event]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if hasattr(kind, "subject"):
                found.append(kind)
    return found


# ── fixtures of a test session ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def start_postgres() -> Callable[[], Any]:
    """A context manager that gives the superuser's address; `tests/conftest.py` puts the embedded server here."""
    raise NotImplementedError(f"set {TEST_DATABASE}, or give a start_postgres fixture")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a PostgreSQL where databases may be made (superuser)."""
    if named := os.environ.get(TEST_DATABASE):
        yield named
        return
    with request.getfixturevalue("start_postgres")() as url:
        yield url


@pytest.fixture(scope="session")
async def databases(postgres: str) -> AsyncIterator[Databases]:
    made = Databases(postgres, os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield made
    await made.drop()


@pytest.fixture
def service_name(request: pytest.FixtureRequest) -> str:
    """`orders` for a test in tests/services/orders/."""
    parts = request.path.parts
    if "services" not in parts:
        raise ValueError("this test is not in tests/services/<service>/: give a service_name fixture of its own")
    return parts[parts.index("services") + 1]


@pytest.fixture
def service_app(service_name: str) -> Callable[[Settings], FastAPI]:
    """How the app is made; the chassis' own tests give another."""
    module = importlib.import_module(f"services.{service_name}.main")
    make: Callable[[Settings], FastAPI] = module.make
    return make


@pytest.fixture
async def harness(
    databases: Databases, service_name: str, service_app: Callable[[Settings], FastAPI]
) -> AsyncIterator[ServiceHarness]:
    """The service on an empty, migrated database."""
    async with service_harness(databases, service_name, service_app) as found:
        yield found


@asynccontextmanager
async def service_harness(
    databases: Databases, name: str, service_app: Callable[[Settings], FastAPI]
) -> AsyncIterator[ServiceHarness]:
    """One service on an empty, migrated database; a test of two services opens two."""
    url = await databases.emptied(name)
    async with opened(name, url, service_app, database=databases.rested(url), done=databases.rest) as found:
        yield found


@asynccontextmanager
async def opened(
    name: str,
    url: str,
    service_app: Callable[[Settings], FastAPI],
    *,
    database: Database | None = None,
    done: Callable[[Database], Awaitable[None]] = Database.close,
) -> AsyncIterator[ServiceHarness]:
    """One service on this database, which it asks through `database` (None: it connects anew) and leaves to `done`."""
    app = _app(service_app, url, frozenset(one for one in os.environ.items() if one[0].startswith("COUNTERSIGN_")))
    made, app.state = app.state, _apart(app.state)
    service: Service = app.state.service
    service.database = database
    service.verifier = tokens.Verifier(service.settings, tokens.jwks_of(KEY))
    service.faults_fly = True
    try:
        yield ServiceHarness(name, app, service.database)
    finally:
        await done(service.database)
        service.database, app.state = None, made


@lru_cache(maxsize=8)
def _app(service_app: Callable[[Settings], FastAPI], url: str, environment: frozenset[tuple[str, str]]) -> FastAPI:
    """Made once: to read a hundred routes takes longer than most tests. Many at once on a busy machine are a race, not
    an outage: they may wait long for a row."""
    return service_app(Settings(database_url=SecretStr(url), issuer=ISSUER, nats_url="", lock_wait_s=9))


def _apart(state: State) -> State:
    """What one test sets in it, no other test sees."""
    return State({name: copy(state[name]) if isinstance(state[name], Settings) else state[name] for name in state})


@pytest.fixture
def api(harness: ServiceHarness) -> Api:
    return harness.api


@pytest.fixture
def outbox(harness: ServiceHarness) -> Any:
    """`await outbox()` or `await outbox(OrderShipped)`"""
    return harness.outbox


@pytest.fixture
def deliver(harness: ServiceHarness) -> Any:
    """`await deliver(event)` or `await deliver(event, twice=True)`"""
    return harness.deliver


@pytest.fixture
def time_is() -> Iterator[Callable[[datetime], None]]:
    """`time_is(moment)` stops the clock there until the test ends."""
    yield lambda moment: clock.stand_in(lambda: moment)
    clock.stand_in(None)


async def waiting(
    harness: ServiceHarness, many: int, *, unless: "asyncio.Task[Any] | None" = None, seconds: float = 15
) -> None:
    """Returns when so many statements wait for a lock, or when that task has ended."""
    end = time.monotonic() + seconds
    while unless is None or not unless.done():
        async with harness.database.session() as session:
            if (await session.execute(WAITING)).scalar_one() >= many:
                return
        if time.monotonic() > end:
            raise AssertionError(f"{many} did not come to wait")
        await asyncio.sleep(0.02)


async def assert_migrated(harness: ServiceHarness) -> None:
    """The migrations make exactly the tables that the code has."""
    assert await migrate.differences(harness.name, harness.database.engine) == []
