"""What could not be handled, and how is it tried again or given up? (as the NATS admin)"""

import contextlib
from dataclasses import dataclass

from nats.aio.client import Client as Client  # for those who ask us
from nats.js.errors import NotFoundError

from chassis.streams import DEAD
from messages.errors import NotFound


@dataclass(frozen=True)
class Dead:
    """One message of the stream DEAD."""

    sequence: int
    durable: str
    subject: str
    reason: str
    body: bytes


async def count_dead(client: Client) -> int:
    """Without the stream there is none."""
    with contextlib.suppress(NotFoundError):
        return (await client.jetstream().stream_info(DEAD)).state.messages
    return 0


async def list_dead(client: Client, *, most: int = 200) -> list[Dead]:
    """Oldest first."""
    js = client.jetstream()
    state = (await js.stream_info(DEAD)).state
    found: list[Dead] = []
    for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
        if len(found) == most:
            break
        with contextlib.suppress(NotFound):
            found.append(await read_dead(client, sequence))
    return found


async def retry(client: Client, sequence: int) -> Dead:
    """Told again under its own subject: who has handled it before ignores it. Then it leaves DEAD.

    Raises NotFound.
    """
    dead = await read_dead(client, sequence)
    headers = {"Nats-Msg-Id": f"again-{sequence}"}
    await client.jetstream().publish(dead.subject, dead.body, headers=headers)
    await client.jetstream().delete_msg(DEAD, sequence)
    return dead


async def discard(client: Client, sequence: int) -> Dead:
    """It is given up: nobody will be told of it again. Raises NotFound."""
    dead = await read_dead(client, sequence)
    await client.jetstream().delete_msg(DEAD, sequence)
    return dead


async def read_dead(client: Client, sequence: int) -> Dead:
    """Raises NotFound."""
    try:
        message = await client.jetstream().get_msg(DEAD, sequence)
    except NotFoundError as absent:
        raise NotFound("dead letter", str(sequence)) from absent
    told = message.headers or {}
    return Dead(
        sequence=sequence,
        durable=told.get("Dead-Durable", ""),
        subject=told.get("Dead-Subject", ""),
        reason=told.get("Dead-Reason", ""),
        body=message.data or b"",
    )
