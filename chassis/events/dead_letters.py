"""Which events could not be handled, how is one written down, tried again or given up? (the last two as NATS admin)"""

import contextlib
from dataclasses import dataclass

from nats.aio.client import Client as Client  # for those who ask us
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from chassis.events.message_size import message_size
from chassis.events.streams import DEAD_LETTER_STREAM, Durable
from chassis.events.waiting import durable_of, subject_of
from messages.errors import NotFound

LONGEST_REASON = 500
LEFT = "left in its stream"


@dataclass(frozen=True)
class DeadLetter:
    """One message of the stream of dead letters."""

    sequence: int
    durable: str
    subject: str
    reason: str
    body: bytes


async def write_dead_letter(client: Client, message: Msg, durable: Durable, reason: str) -> None:
    """Into the stream of dead letters. A body that does not fit beside the reason stays where it came from."""
    sequence = message.metadata.sequence.stream
    headers = {
        "Nats-Msg-Id": f"dead-{durable.name}-{sequence}-{message.metadata.num_delivered}",
        "Dead-Reason": " ".join(reason.encode("ascii", "backslashreplace").decode().split())[:LONGEST_REASON],
        "Dead-Durable": durable_of(message, durable),
        "Dead-Stream": durable.stream,
        "Dead-Sequence": str(sequence),
        "Dead-Subject": subject_of(message, durable),
    }
    body = message.data
    if message_size(body, headers) > client.max_payload:
        body, headers["Dead-Body"] = b"", LEFT
    subject = f"dead.{durable.service}.{headers['Dead-Subject']}"
    await client.jetstream(timeout=2).publish(subject, body, headers=headers)


async def count_dead_letters(client: Client) -> int:
    """Without the stream there is none."""
    with contextlib.suppress(NotFoundError):
        return (await client.jetstream().stream_info(DEAD_LETTER_STREAM)).state.messages
    return 0


async def list_dead_letters(client: Client, *, most: int = 200) -> list[DeadLetter]:
    """Oldest first."""
    js = client.jetstream()
    state = (await js.stream_info(DEAD_LETTER_STREAM)).state
    found: list[DeadLetter] = []
    for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
        if len(found) == most:
            break
        with contextlib.suppress(NotFound):
            found.append(await read_dead_letter(client, sequence))
    return found


async def retry_dead_letter(client: Client, sequence: int) -> DeadLetter:
    """Publish it again under its own subject: who has handled it before ignores it. Raises NotFound."""
    letter = await read_dead_letter(client, sequence)
    headers = {"Nats-Msg-Id": f"again-{sequence}"}
    await client.jetstream().publish(letter.subject, letter.body, headers=headers)
    await client.jetstream().delete_msg(DEAD_LETTER_STREAM, sequence)
    return letter


async def discard_dead_letter(client: Client, sequence: int) -> DeadLetter:
    """It is given up: nobody receives it again. Raises NotFound."""
    letter = await read_dead_letter(client, sequence)
    await client.jetstream().delete_msg(DEAD_LETTER_STREAM, sequence)
    return letter


async def read_dead_letter(client: Client, sequence: int) -> DeadLetter:
    """Raises NotFound."""
    try:
        message = await client.jetstream().get_msg(DEAD_LETTER_STREAM, sequence)
    except NotFoundError as absent:
        raise NotFound("dead letter", str(sequence)) from absent
    headers = message.headers or {}
    return DeadLetter(
        sequence=sequence,
        durable=headers.get("Dead-Durable", ""),
        subject=headers.get("Dead-Subject", ""),
        reason=headers.get("Dead-Reason", ""),
        body=await _body_left_behind(client, headers) if headers.get("Dead-Body") == LEFT else message.data or b"",
    )


async def _body_left_behind(client: Client, headers: dict[str, str]) -> bytes:
    with contextlib.suppress(NotFoundError):
        return (await client.jetstream().get_msg(headers["Dead-Stream"], int(headers["Dead-Sequence"]))).data or b""
    return b""
