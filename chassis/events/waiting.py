"""Where does an event wait that cannot be handled yet, so that those after it go on?

A message that is asked for again later stays in the hands of its consumer, and of those the server gives out a hundred
at most: then nothing else comes. So what has to wait goes to a stream of its own, whose consumer may hold any number.
"""

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chassis.base.logs import log
from chassis.events.message_size import message_size
from chassis.events.streams import WAITING, Durable, waiting_subject

CAME_FROM = "Waiting-Durable"


async def set_aside(client: Client, message: Msg, durable: Durable) -> bool:
    """True when it stands in the stream of those that wait; False when it could not be written there."""
    place, at = message.metadata.sequence.stream, message.metadata.timestamp
    kept = {name: value for name, value in (message.headers or {}).items() if not name.startswith("Nats-")}
    headers = {**kept, CAME_FROM: durable.name, "Nats-Msg-Id": f"{durable.name}-{place}-{at.timestamp()}"}
    if message_size(message.data, headers) > client.max_payload:
        return False
    try:
        await client.jetstream(timeout=2).publish(
            f"{waiting_subject(durable.service)}.{message.subject}", message.data, headers=headers
        )
    except (NatsError, TimeoutError, OSError) as error:
        log.warning("cannot be set aside", durable=durable.name, seq=place, error=str(error) or repr(error))
        return False
    return True


def is_waiting_place(durable: Durable) -> bool:
    return durable.source == WAITING


def durable_of(message: Msg, durable: Durable) -> str:
    """Through which it first came."""
    return (message.headers or {}).get(CAME_FROM, durable.name)


def subject_of(message: Msg, durable: Durable) -> str:
    """Under which it was published."""
    return message.subject.removeprefix(f"{waiting_subject(durable.service)}.")
