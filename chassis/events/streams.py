"""Which services publish and consume, and where is each one's place in the streams of the others?"""

from dataclasses import dataclass

from messages.services import SERVICES

CONSUMING_SERVICES = (*SERVICES, "workflows")
DEAD_LETTER_STREAM = "DEAD"
BULK = "bulk"  # the lane of what the rows of files published
IMPORTING = ("leads", "deals", "orders", "collections")  # these take in files by the thousand
WAITING = "waiting"  # where events wait for what they build on


@dataclass(frozen=True)
class Durable:
    """One service's place in one stream."""

    service: str
    source: str
    subjects: tuple[str, ...]
    is_bulk: bool = False

    @property
    def name(self) -> str:
        return durable_name(self.service, self.source) + (f"-{BULK}" if self.is_bulk else "")

    @property
    def stream(self) -> str:
        return self.source.upper()


def waiting_durable(service: str) -> Durable:
    """Its place among the events that were set aside."""
    return Durable(service, WAITING, (f"{waiting_subject(service)}.>",))


def waiting_subject(service: str) -> str:
    """Whatever this service set aside stands below it."""
    return f"{WAITING}.{service}"


def published_subject(subject: str, *, is_bulk: bool) -> str:
    """Under which subject it stands in the stream; the event's own is in the envelope."""
    return f"{subject}.{BULK}" if is_bulk else subject


def durable_name(service: str, source: str) -> str:
    return f"{service}-{source}"


def inbox_of(user: str) -> str:
    """Answers to this user come here, and nobody else may listen."""
    return f"_INBOX_{user}"
