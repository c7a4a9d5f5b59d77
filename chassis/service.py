"""What does one running service consist of, besides its routes?"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.bus import Bus
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.identity import Actor
from chassis.live import Live
from chassis.logs import log
from chassis.outbox import CHANNEL as OUTBOX
from chassis.relay import Relay
from chassis.requests import Traffic
from chassis.roster import CHANNEL as PEOPLE
from chassis.roster import Roster
from chassis.settings import Settings
from chassis.subscriptions import Subscriptions
from chassis.tokens import Verifier


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
        self.bus = Bus(settings, name=name) if settings.nats_url else None
        self.traffic = Traffic()
        self.faults_fly = False  # tests let a fault show itself instead of a 500
        self._database: Database | None = None
        self._roster: Roster | None = None
        self._people = people  # the table in which the people of this service stand
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
    def database(self, database: Database) -> None:
        self._database = database

    @property
    def roster(self) -> Roster:
        if self._roster is None:
            self._roster = Roster(self.database, self._people)
        return self._roster

    async def admit(self, authorization: str) -> Actor:
        """Whose token this is. Raises Unauthenticated when it is false, has ended, or says more than is still true."""
        actor = await self.verifier.actor_of(authorization)
        self.roster.must_be_current(actor)
        return actor

    async def start(self) -> None:
        """Never waits for NATS: requests are answered without it, the outbox keeps the facts."""
        hear = {OUTBOX: self.live.notice, PEOPLE: self.roster.notice}
        relay = Relay(self.database.url, self.bus, hear, is_busy=lambda: self.traffic.is_busy)
        with contextlib.suppress(OSError, TimeoutError, DBAPIError):
            await self.roster.read()
        self._spawn("relay", relay.run())
        self._spawn("roster", self.roster.run())
        if self.bus is not None:
            self.bus.start()
            if self.subscriptions is not None and self.subscriptions.handlers:
                self._spawn("consumer", Consumer(self.subscriptions, self.bus, self.database).run())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.bus is not None:
            await self.bus.stop()
        await self.database.close()

    async def readiness(self) -> dict[str, Any]:
        """`ready` needs the database; NATS may be away, but not forbid."""
        try:
            async with asyncio.timeout(3), self.database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
            database = "up"
        except Exception as error:
            database = f"down: {type(error).__name__}"
        forbidden = self.bus.forbidden if self.bus is not None else ""
        nats = "none" if self.bus is None else forbidden or ("up" if self.bus.is_up else "down")
        stopped = [task.get_name() for task in self._tasks if task.done()]
        ready = database == "up" and not forbidden and not stopped
        return {"ready": ready, "service": self.name, "database": database, "nats": nats, "stopped": stopped}

    def _spawn(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_tell_end)
        self._tasks.append(task)


def _tell_end(task: asyncio.Task[None]) -> None:
    """A background task never ends by itself; if one does, readiness says so and the log says why."""
    with contextlib.suppress(asyncio.CancelledError):
        if (error := task.exception()) is not None:
            log.error("background task ended", task=task.get_name(), exc_info=error)
