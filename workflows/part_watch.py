"""Which parts hang: take a connection and do not answer in time?"""

import asyncio
import time
from collections.abc import Mapping

import httpx

from chassis.base import metrics
from chassis.base.logs import log

LOOK_SECONDS = 5.0
ANSWER_SECONDS = 3.0


class PartWatch:
    """Asks every few seconds, all parts at the same time. The kernel takes connections for a part that is stopped or
    runs in a circle, so that it looks as if it were up; one that is not there is no part that hangs."""

    def __init__(self, urls: Mapping[str, str], *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._urls = dict(urls)
        self._answer_seconds = answer_seconds
        self._since: dict[str, float] = {}  # of those that hang: when the first question without an answer was asked

    def hanging(self) -> list[str]:
        """Who did not answer when asked last."""
        return sorted(self._since)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Whoever answers again is forgotten."""
        async with httpx.AsyncClient(timeout=None, verify=False) as client:
            await asyncio.gather(*(self._ask(client, part) for part in self._urls))

    async def _ask(self, client: httpx.AsyncClient, part: str) -> None:
        asked, hangs = time.monotonic(), False
        try:
            async with asyncio.timeout(self._answer_seconds):
                await client.get(f"{self._urls[part]}/healthz")
        except TimeoutError:
            hangs = True
        except httpx.TransportError:  # it is down: whoever scrapes it sees that
            pass
        self._note(part, asked, hangs=hangs)

    def _note(self, part: str, asked: float, *, hangs: bool) -> None:
        if hangs and part not in self._since:
            log.error("a part hangs", part=part)
            self._since[part] = asked
        elif not hangs and self._since.pop(part, None) is not None:
            log.warning("a part answers again", part=part)
        since = self._since.get(part)
        metrics.PART_HANGS.labels(part).set(0 if since is None else time.monotonic() - since)
