"""Which real servers do the tests of the way of an event stand on?"""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from pydantic import SecretStr
from sqlalchemy import select

from chassis.base import clock
from chassis.base.settings import Settings
from chassis.base.tasks import end_tasks
from chassis.db.common_tables import outbox
from chassis.db.outbox import CHANNEL
from chassis.events.connection import NatsConnection, connect
from chassis.events.consumer import Consumer
from chassis.events.envelope import Envelope
from chassis.events.relay import Relay
from chassis.events.streams import CONSUMING_SERVICES
from chassis.events.subscriptions import Subscriptions
from chassis.testing.plugin import ServiceHarness
from deploy.embedded.streams import ADMIN, nats_users, provision_streams
from messages.base import Event
from tests.conftest import free_port

PASSWORD = "test"


@dataclass
class Nats:
    """A NATS server with the house's users, which can be killed and started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        conf = self.folder / "nats.conf"
        store = f'jetstream {{ store_dir: "{self.folder}", max_file_store: 4GB }}'
        conf.write_text(f'listen: "127.0.0.1:{self.port}"\n{store}\n{nats_users()}')
        binary = Path(sys.executable).parent / "nats-server"
        with (self.folder / "log").open("ab") as log:
            self.running = subprocess.Popen(
                [str(binary if binary.exists() else shutil.which("nats-server")), "-c", str(conf)],
                stdout=log,
                stderr=log,
                env=os.environ | dict.fromkeys(_passwords(), PASSWORD),
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.running is not None:
            self.running.send_signal(how)
            self.running.wait(10)
            self.running = None

    def settings(self, user: str) -> Settings:
        return Settings(nats_url=self.url, nats_user=user, nats_password=SecretStr(PASSWORD))

    @contextlib.asynccontextmanager
    async def client(self, user: str = "admin") -> AsyncIterator[Client]:
        client = await connect(self.settings(user), name=user)
        yield client
        await client.close()

    async def provided(self, *listeners: Subscriptions) -> None:
        async with self.client() as admin:
            await provision_streams(admin, [durable for each in listeners for durable in each.durables()])


async def until(true: Callable[[], object], seconds: float = 15) -> None:
    """Wait for a condition; `true` may be a coroutine function."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        if time.monotonic() > end:
            raise AssertionError("it did not come about")
        await asyncio.sleep(0.02)


def _passwords() -> list[str]:
    return [f"NATS_PASSWORD_{user.upper()}" for user in (ADMIN, *CONSUMING_SERVICES)]


class Running:
    """Tasks and connections that end with the test."""

    def __init__(self, harness: ServiceHarness, nats: Nats) -> None:
        self.harness, self.nats = harness, nats
        self.notices: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.buses: list[NatsConnection] = []

    def bus(self, user: str) -> NatsConnection:
        bus = NatsConnection(self.nats.settings(user), name=user)
        bus.start()
        self.buses.append(bus)
        return bus

    def relay(self) -> asyncio.Task[None]:
        return self._run(Relay(self.harness.database.url, self.bus("orders"), {CHANNEL: self.notices.append}).run())

    def consumer(self, heard: Subscriptions, user: str = "orders") -> asyncio.Task[None]:
        return self._run(Consumer(heard, self.bus(user), self.harness.database if heard.inbox else None).run())

    async def stop(self) -> None:
        await end_tasks(self._tasks)
        for bus in self.buses:
            await bus.stop()

    def _run(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.append(task)
        return task


async def drained(harness: ServiceHarness) -> bool:
    async with harness.database.session() as session:
        return (await session.execute(select(outbox.c.id).where(outbox.c.published_at.is_(None)))).first() is None


async def in_stream(nats: Nats, stream: str = "ORDERS") -> list[Envelope]:
    async with nats.client() as admin:
        js = admin.jetstream()
        state = (await js.stream_info(stream)).state
        found = [await js.get_msg(stream, n) for n in range(state.first_seq, state.last_seq + 1) if n]
    return [Envelope.decoded(message.data or b"") for message in found]


async def publish(nats: Nats, event: Event, *, user: str = "deals", id: UUID | None = None) -> None:
    async with nats.client(user) as client:
        body = Envelope.around(event, id=id or clock.new_id(), time=clock.now()).encoded()
        await client.jetstream().publish(event.subject, body)


async def equals(found: Any, wanted: object) -> bool:
    return bool(await found() == wanted)
