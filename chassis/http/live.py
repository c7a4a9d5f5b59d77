"""How does an open page learn that something has changed? (server-sent events, pushed by the outbox's NOTIFY)"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

import pydantic_core
from fastapi.responses import StreamingResponse

from chassis.auth.identity import ALL

BEAT_SECONDS = 15
MOST_WAITING = 200


@dataclass(frozen=True)
class Told:
    subject: str
    id: str = ""
    version: str = ""
    entity: str = ""  # of no legal entity: empty


class Live:
    """Passes on what was published: subject, id, version. Whoever is interested asks again, in their own scope; of
    other legal entities nobody hears, and of what belongs to none only that something of the kind has changed."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Told]] = set()

    def notify(self, payload: str) -> None:
        """`subject id version entity` per line; anything else means: something has changed, look again."""
        for line in payload.split("\n"):
            message = _told(line)
            for queue in self._listeners:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(message)

    async def stream(self, entities: Sequence[str], subjects: Sequence[str] = ()) -> AsyncGenerator[str, None]:
        """Events of these legal entities whose type begins with one of these (all, without any); a comment now and
        then shows it is alive."""
        queue: asyncio.Queue[Told] = asyncio.Queue(MOST_WAITING)
        self._listeners.add(queue)
        try:
            yield "retry: 2000\n\n"
            while True:
                try:
                    told = await asyncio.wait_for(queue.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield ": beat\n\n"
                    continue
                is_wanted = not subjects or told.subject.startswith(("reload", *subjects))
                if is_wanted and (not told.entity or {told.entity, ALL} & {*entities}):
                    yield _message(told, is_house_wide=ALL in entities)
        finally:
            self._listeners.discard(queue)


def live_response(live: Live, entities: Sequence[str], subjects: Sequence[str] = ()) -> StreamingResponse:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(live.stream(entities, subjects), media_type="text/event-stream", headers=headers)


def _told(line: str) -> Told:
    parts = line.split(" ")
    return Told(*parts) if len(parts) == 4 else Told("reload")


def _message(told: Told, *, is_house_wide: bool) -> str:
    if not told.id or not (told.entity or is_house_wide):
        return f"event: {told.subject}\ndata: {{}}\n\n"
    data = pydantic_core.to_json({"id": told.id, "version": int(told.version)}).decode()
    return f"event: {told.subject}\ndata: {data}\n\n"
