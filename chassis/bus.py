"""How is NATS reached, and is it there?"""

import asyncio
import contextlib
import time
from typing import Any

import nats
from nats.aio.client import Client

from chassis.logs import log
from chassis.settings import Settings
from chassis.streams import inbox_of

SAY_AGAIN_SECONDS = 30


class Bus:
    """One connection for the life of the process; it waits for a server that is not up and comes back by itself."""

    def __init__(self, settings: Settings, *, name: str) -> None:
        self._settings = settings
        self._name = name
        self._client: Client | None = None
        self._connecting: asyncio.Task[None] | None = None
        self.connections = 0  # grows at each reconnect: whatever was asked before it is not answered any more
        self._said, self._said_at = "", 0.0
        self.forbidden = ""  # the last "permissions violation": publish and fetch only show it as a timeout

    @property
    def is_up(self) -> bool:
        return self._client is not None and self._client.is_connected

    def start(self) -> None:
        self._connecting = asyncio.create_task(self._connect(), name="nats")

    async def client(self) -> Client:
        """Waits until it is connected."""
        while self._client is None or not self._client.is_connected:  # noqa: ASYNC110 (nats-py tells no event)
            await asyncio.sleep(0.05)
        return self._client

    async def stop(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        if self._client is not None and not self._client.is_closed:
            with contextlib.suppress(Exception):
                await self._client.close()

    async def _connect(self) -> None:
        self._client = await connect(self._settings, name=self._name, error_cb=self._failed, reconnected_cb=self._back)

    async def _back(self) -> None:
        self.connections += 1

    async def _failed(self, error: Exception) -> None:
        said = str(error) or repr(error)
        if "permissions violation" in said.lower():
            self.forbidden = said
        if said != self._said or time.monotonic() - self._said_at > SAY_AGAIN_SECONDS:
            self._said, self._said_at = said, time.monotonic()
            log.warning("nats", error=said)


async def connect(settings: Settings, *, name: str, **options: Any) -> Client:
    """With the service's own user and its own inbox, which no other user may hear."""
    options.setdefault("error_cb", _quietly)
    user = settings.nats_user
    if user:
        options |= {"user": user, "password": settings.nats_password.get_secret_value()}
        options |= {"inbox_prefix": inbox_of(user).encode()}
    return await nats.connect(
        settings.nats_url,
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.2,
        connect_timeout=2,
        ping_interval=10,
        max_outstanding_pings=2,
        **options,
    )


async def _quietly(error: Exception) -> None:
    """nats-py would write a stack trace for every try while the server is not up."""
    log.debug("nats", error=str(error) or repr(error))
