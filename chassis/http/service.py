"""What does one running service consist of, besides its routes?"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from sqlalchemy import text

from chassis.auth.identity import Actor
from chassis.auth.tokens import Verifier
from chassis.base.logs import log
from chassis.base.settings import Settings
from chassis.base.tasks import end_tasks
from chassis.db.database import Database
from chassis.db.outbox import CHANNEL as OUTBOX
from chassis.db.retry import UNREACHABLE
from chassis.events.connection import NatsConnection
from chassis.events.consumer import Consumer
from chassis.events.relay import Relay
from chassis.events.subscriptions import Subscriptions
from chassis.http.live import Live
from chassis.http.middleware import Traffic
from chassis.http.revocation import CHANNEL as PEOPLE
from chassis.http.revocation import RevocationList


class Service:
    """Database, verifier, NATS, relay and consumers of one service; `app.state.service` in its routes."""

    def __init__(
        self, name: str, settings: Settings, subscriptions: Subscriptions | None = None, *, people: str = "people"
    ) -> None:
        self.name = name
        self.settings = settings
        self.subscriptions = subscriptions
        self.verifier = Verifier(settings)
        self.live = Live()
        self.nats = NatsConnection(settings, name=name) if settings.nats_url else None
        self.traffic = Traffic()
        self.faults_fly = False  # tests let a fault show itself instead of a 500
        self._database: Database | None = None
        self._revocation_list: RevocationList | None = None
        self._people = people  # the table in which the people of this service stand
        self._consumer: Consumer | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def database(self) -> Database:
        if self._database is None:
            url = self.settings.database_url.get_secret_value()
            settings = self.settings
            self._database = Database(
                url, pool_size=settings.pool_size, wait_s=settings.lock_wait_s, tz=settings.tz, name=self.name
            )
        return self._database

    @database.setter
    def database(self, database: Database | None) -> None:
        """None: made anew when it is next asked for."""
        self._database, self._revocation_list = database, None

    @property
    def revocation_list(self) -> RevocationList:
        if self._revocation_list is None:
            self._revocation_list = RevocationList(self.database, self._people)
        return self._revocation_list

    async def admit(self, authorization: str) -> Actor:
        """Whose token this is. Raises Unauthenticated when it is false, has ended, or says more than is still true."""
        actor = await self.verifier.actor_of(authorization)
        self.revocation_list.must_be_current(actor)
        return actor

    async def start(self) -> None:
        """Never waits for NATS: requests are answered without it, the outbox keeps the events."""
        listeners = {OUTBOX: self.live.notify, PEOPLE: self.revocation_list.changed}
        relay = Relay(self.database.url, self.nats, listeners, is_busy=lambda: self.traffic.is_busy)
        with contextlib.suppress(*UNREACHABLE):
            await self.revocation_list.read()
        self._spawn("relay", relay.run())
        self._spawn("revocation list", self.revocation_list.run())
        if self.nats is not None:
            self.nats.start()
            if self.subscriptions is not None and self.subscriptions.durables():
                self._consumer = Consumer(self.subscriptions, self.nats, self.database)
                self._spawn("consumer", self._consumer.run())

    async def stop(self) -> None:
        await end_tasks(self._tasks)
        if self.nats is not None:
            await self.nats.stop()
        await self.database.close()

    async def readiness(self) -> dict[str, Any]:
        """`ready` needs the database; NATS may be away, but not forbid; of the consumers it is said what is wrong."""
        try:
            async with asyncio.timeout(3), self.database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
            database = "up"
        except Exception as error:
            database = f"down: {type(error).__name__}"
        forbidden = self.nats.forbidden if self.nats is not None else ""
        nats = "none" if self.nats is None else self.nats.state
        stopped = [task.get_name() for task in self._tasks if task.done()]
        ready = database == "up" and not forbidden and not stopped
        state = {"ready": ready, "service": self.name, "database": database, "nats": nats, "stopped": stopped}
        return state | (self._consumer.readiness() if self._consumer else {})

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_log_end)
        self._tasks.append(task)


def _log_end(task: asyncio.Task[None]) -> None:
    """A background task never ends by itself; if one does, readiness says so and the log says why."""
    with contextlib.suppress(asyncio.CancelledError):
        if (error := task.exception()) is not None:
            log.error("background task ended", task=task.get_name(), exc_info=error)
