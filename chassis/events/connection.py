"""How is NATS reached, and is it there?"""

import asyncio
import contextlib
import time
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from chassis.base import metrics
from chassis.base.logs import log
from chassis.base.settings import Settings
from chassis.base.tasks import end_tasks
from chassis.events.streams import inbox_of

REPEAT_LOG_SECONDS = 30
LOOK_SECONDS = 1.0
ANSWER_SECONDS = 2.0
SILENT_SECONDS = 4.0  # a server that stood still comes back to a client that would hear nothing for half a minute
PROBE = "$JS.API.INFO"  # every user may ask it
NATS_ERRORS: tuple[type[Exception], ...] = (NatsError, OSError, TimeoutError)
REFUSED = ("permissions violation", "authorization violation")


class NatsConnection:
    """The connection of this process: it waits for a server that is not up, comes back by itself, and is replaced by
    a new one when the client library has closed it for good or when nothing comes through it any more."""

    def __init__(self, settings: Settings, *, name: str) -> None:
        self._settings = settings
        self._name = name
        self.look_s = settings.consumer_look_s
        self._client: Client | None = None
        self._keeping: asyncio.Task[None] | None = None
        self.connections = 0  # grows at each new connection: what was asked before it is not answered any more
        self._last_error, self._last_error_at = "", 0.0
        self.forbidden = ""  # the last refusal: publish and fetch only show it as a timeout

    @property
    def is_up(self) -> bool:
        return self._client is not None and self._client.is_connected

    @property
    def state(self) -> str:
        """As `/readyz` says it."""
        return self.forbidden or ("up" if self.is_up else "down")

    def start(self) -> None:
        self._keeping = asyncio.create_task(self._keep(), name="nats")

    async def client(self) -> Client:
        """Waits until it is connected."""
        while self._client is None or not self._client.is_connected:  # noqa: ASYNC110 (nats-py announces nothing)
            await asyncio.sleep(0.05)
        return self._client

    async def stop(self) -> None:
        if self._keeping is not None:
            await end_tasks([self._keeping])
        await self._give_up_client()

    async def _keep(self) -> None:
        while True:
            try:
                self._client = await connect(
                    self._settings, name=self._name, error_cb=self._failed, reconnected_cb=self._connected
                )
                await self._connected()
                await self._until_lost(self._client)
            except NATS_ERRORS as error:
                await self._failed(error)
            metrics.NATS_REPLACED.inc()
            await self._give_up_client()
            await asyncio.sleep(LOOK_SECONDS)

    async def _until_lost(self, client: Client) -> None:
        """Returns when the library has closed it (a message too large, a password that is no longer true) or when
        nothing has come through it for a while."""
        heard, heard_at = -1, time.monotonic()
        while not client.is_closed:
            await asyncio.sleep(LOOK_SECONDS)
            if client.is_connected and client.stats["in_msgs"] == heard:
                with contextlib.suppress(*NATS_ERRORS):
                    await client.request(PROBE, timeout=ANSWER_SECONDS)
            if client.stats["in_msgs"] != heard:
                heard, heard_at = client.stats["in_msgs"], time.monotonic()
            elif time.monotonic() - heard_at > SILENT_SECONDS:
                log.warning("nats", error="nothing comes through: a new connection", name=self._name)
                return
        log.warning("nats", error=f"closed: a new connection ({self._last_error})", name=self._name)

    async def _give_up_client(self) -> None:
        client, self._client = self._client, None
        if client is not None and not client.is_closed:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(client.close(), ANSWER_SECONDS)

    async def _connected(self) -> None:
        self.connections += 1
        self.forbidden = ""

    async def _failed(self, error: Exception) -> None:
        message = str(error) or repr(error)
        if any(word in message.lower() for word in REFUSED):
            self.forbidden = message
        if message != self._last_error or time.monotonic() - self._last_error_at > REPEAT_LOG_SECONDS:
            self._last_error, self._last_error_at = message, time.monotonic()
            log.warning("nats", error=message)


async def connect(settings: Settings, *, name: str, **options: Any) -> Client:
    """With the service's own user and its own inbox, to which no other user may subscribe."""
    options.setdefault("error_cb", _quietly)
    user = settings.nats_user
    if user:
        options |= {"user": user, "password": settings.nats_password.get_secret_value()}
        options |= {"inbox_prefix": inbox_of(user).encode()}
    client = Client()
    try:
        await client.connect(
            settings.nats_url,
            name=name,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,  # type: ignore[arg-type]  # it sleeps so long
            connect_timeout=2,
            ping_interval=10,
            max_outstanding_pings=2,
            **options,
        )
    except asyncio.CancelledError:  # the library leaves the socket open to a server that takes it and says nothing
        await client.close()
        raise
    return client


async def _quietly(error: Exception) -> None:
    """nats-py would write a stack trace for every try while the server is not up."""
    log.debug("nats", error=str(error) or repr(error))
