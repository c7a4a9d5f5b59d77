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

from nats.aio.client import Client
from pydantic import SecretStr

from chassis.bus import connect
from chassis.settings import Settings
from chassis.streams import ADMIN, LISTENERS, nats_users, provision
from chassis.subscriptions import Subscriptions
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
            await provision(admin, [durable for each in listeners for durable in each.durables()])


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
    return [f"NATS_PASSWORD_{user.upper()}" for user in (ADMIN, *LISTENERS)]
