"""How does an open page learn that something has changed? (server-sent events, pushed by the outbox's NOTIFY)"""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pydantic_core
from fastapi.responses import StreamingResponse

BEAT_SECONDS = 15
MOST_WAITING = 200


class Live:
    """Passes on what was told: subject, id and version only. Whoever is interested asks again, in their own scope."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    def notice(self, payload: str) -> None:
        """`subject id version` per line; anything else means: something has changed, look again."""
        for line in payload.split("\n"):
            message = _message(line)
            for queue in self._listeners:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(message)

    async def stream(self, subjects: Sequence[str] = ()) -> AsyncGenerator[str, None]:
        """Events whose type begins with one of these (all, without any); a comment now and then shows it is alive."""
        queue: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._listeners.add(queue)
        try:
            yield "retry: 2000\n\n"
            while True:
                try:
                    message = await asyncio.wait_for(queue.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield ": beat\n\n"
                    continue
                kind = message.removeprefix("event: ")
                if not subjects or kind.startswith(("reload", *subjects)):
                    yield message
        finally:
            self._listeners.discard(queue)


def live_response(live: Live, subjects: Sequence[str] = ()) -> StreamingResponse:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(live.stream(subjects), media_type="text/event-stream", headers=headers)


def _message(line: str) -> str:
    parts = line.split(" ")
    if len(parts) != 3:
        return "event: reload\ndata: {}\n\n"
    data = pydantic_core.to_json({"id": parts[1], "version": int(parts[2])}).decode()
    return f"event: {parts[0]}\ndata: {data}\n\n"
