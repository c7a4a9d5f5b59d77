"""What may each user of NATS publish and hear?"""

from dataclasses import dataclass

ADMIN = "admin"


@dataclass(frozen=True)
class Permissions:
    """Subjects, with NATS wildcards."""

    publish: list[str]
    subscribe: list[str]


def permissions_of(user: str) -> Permissions:
    """The admin (streams, consumers, dead letters) all; a service its own facts, and reading by its own consumers."""
    if user == ADMIN:
        return Permissions(publish=[">"], subscribe=[">"])
    read = [f"$JS.API.CONSUMER.{verb}.*.{user}" for verb in ("MSG.NEXT", "INFO")]
    acks = [f"$JS.ACK.*.{user}.>"]
    asks = ["$JS.API.INFO", "$JS.API.STREAM.INFO.*"]
    return Permissions(publish=[f"{user}.>", "dead.>", *read, *acks, *asks], subscribe=[f"_INBOX_{user}.>"])
