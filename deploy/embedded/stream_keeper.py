"""Who notices while the stack runs that a stream or a consumer is gone, makes it again and fills it?"""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import httpx
from pydantic import SecretStr

from chassis.base.settings import Settings
from chassis.events.connection import NATS_ERRORS, NatsConnection
from chassis.events.dead_letters import Client
from chassis.events.streams import WAITING
from deploy.embedded.provision import Provisioned
from deploy.embedded.stack import Layout
from deploy.embedded.streams import RETENTION_SECONDS, missing_streams, provision_streams, streams_created
from deploy.embedded.tokens import setup_token
from messages.services import SERVICES

LOOK_S = 10.0
ANSWER_S = 20.0
AWAY: tuple[type[Exception], ...] = (httpx.HTTPError, *NATS_ERRORS)


class StreamKeeper:
    """As admin. A consumer that is made again reads its stream from the beginning; a stream that is made again is
    filled from the outbox of its service. Both are harmless: who has handled an event ignores it."""

    def __init__(
        self, layout: Layout, provisioned: Provisioned, services: Collection[str], say: Callable[[str], None]
    ) -> None:
        user, password = layout.nats_admin_login
        settings = Settings(nats_url=layout.nats, nats_user=user, nats_password=SecretStr(password))
        self._nats = NatsConnection(settings, name="keeper")
        self._layout = layout
        self._durables = provisioned.durables
        self._services = [service for service in SERVICES if service in services]
        self._say = say
        self._created: dict[str, datetime | None] = {}
        self._empty = set(provisioned.made)  # the streams whose events are still to be published again

    async def run(self) -> None:
        """Until it is cancelled."""
        self._nats.start()
        try:
            while True:
                try:
                    await self._look(await self._nats.client())
                except AWAY as error:
                    self._say(f"later again: {str(error) or repr(error)}")
                await asyncio.sleep(LOOK_S)
        finally:
            await self._nats.stop()

    async def fill(self) -> None:
        """Have what was in the streams that were made anew published again. Raises what httpx raises."""
        while self._empty:
            stream = next(iter(self._empty))
            await self._fill(stream)
            self._empty.discard(stream)

    async def _look(self, client: Client) -> None:
        if absent := await missing_streams(client, self._durables):
            self._empty.update(await provision_streams(client, self._durables))
            self._say(f"made again, as it was not there: {', '.join(absent)}")
        self._empty.update(await self._made_by_others(client))
        await self.fill()

    async def _made_by_others(self, client: Client) -> list[str]:
        """The streams that somebody deleted and made between two looks."""
        created = await streams_created(client)
        found = [name for name, at in created.items() if self._created.get(name, at) != at]
        self._created |= created
        return found

    async def _fill(self, stream: str) -> None:
        """From the outboxes: of its own service, or of all when those were lost that waited."""
        services = self._services if stream == WAITING.upper() else [stream.lower()]
        since = datetime.now(UTC) - timedelta(seconds=RETENTION_SECONDS)
        headers = {"authorization": f"Bearer {setup_token(self._layout)}"}
        async with httpx.AsyncClient(headers=headers, timeout=ANSWER_S) as client:
            for service in services:
                if service not in self._services:
                    continue
                url = f"{self._layout.url(service)}/outbox/republish"
                answer = await client.post(url, params={"since": since.isoformat()})
                answer.raise_for_status()
                if changed := answer.json()["changed"]:
                    self._say(f"{stream} is filled again: {changed} events of {service} are published once more")
