"""How do many messages go onto the streams at once, each with its answer?"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pydantic_core
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import APIError, NoStreamResponseError

ANSWER_SECONDS = 2.0
NOBODY = "503"  # no stream has this subject

M = TypeVar("M", bound="Message")


Failure = Exception | None


@dataclass(frozen=True)
class Message:
    """`failure`: why it cannot be sent, where that is known before."""

    subject: str
    body: bytes
    headers: Mapping[str, str]
    failure: Failure = None


class Publisher:
    """It listens once for all answers: a request of its own for each message costs as much as the message."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._inbox = client.new_inbox()
        self._round = 0
        self._open: dict[int, asyncio.Future[Failure]] = {}

    async def start(self) -> None:
        await self.client.subscribe(f"{self._inbox}.*.*", cb=self._answered)

    async def publish(self, lines: Iterable[Sequence[M]]) -> list[tuple[M, Failure]]:
        """What is in one line one after the other, each when the one before has its answer; different lines at the
        same time. What was tried, and what went wrong with it: nothing of its line comes after that."""
        waiting = [iter(line) for line in lines]
        tried: list[tuple[M, Failure]] = []
        while waiting:
            heads = [(line, message) for line in waiting if (message := next(line, None)) is not None]
            found = await self._publish_at_once([message for _, message in heads])
            tried += zip((message for _, message in heads), found, strict=True)
            waiting = [line for (line, _), failure in zip(heads, found, strict=True) if failure is None]
        return tried

    async def _publish_at_once(self, messages: Sequence[M]) -> list[Failure]:
        """A late answer to an earlier round is nobody's."""
        self._round += 1
        loop = asyncio.get_running_loop()
        self._open = {place: loop.create_future() for place in range(len(messages))}
        answers = list(self._open.values())
        for place, message in enumerate(messages):
            if message.failure is not None:
                self._answer(place, message.failure)
                continue
            try:
                reply = f"{self._inbox}.{self._round}.{place}"
                await self.client.publish(message.subject, message.body, reply, dict(message.headers))
            except Exception as failure:
                self._answer(place, failure)
        if answers:
            await asyncio.wait(answers, timeout=ANSWER_SECONDS)
        for place in list(self._open):
            self._answer(place, TimeoutError("no answer"))
        return [answer.result() for answer in answers]

    async def _answered(self, answer: Msg) -> None:
        round, place = answer.subject.rsplit(".", 2)[1:]
        if int(round) == self._round:
            self._answer(int(place), _failure_in(answer))

    def _answer(self, place: int, failure: Failure) -> None:
        waiting = self._open.pop(place, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(failure)


def _failure_in(answer: Msg) -> Failure:
    if (answer.headers or {}).get("Status") == NOBODY:
        return NoStreamResponseError()
    error = pydantic_core.from_json(answer.data or b"{}").get("error")
    if error is None:
        return None
    try:
        APIError.from_error(error)
    except APIError as failure:
        return failure
    raise AssertionError(error)
