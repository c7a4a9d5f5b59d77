"""Which keeper watches over a customer's receivables?"""

from uuid import UUID, uuid5

from messages.collections.dunning.dunnings import SHARDS

NAMES = UUID("5d0d6c5e-0f0b-5e0a-9a57-3b8f1f6a7c11")


def shard_of(customer_id: UUID) -> int:
    """All receivables of a customer are in one shard, so that all that is due at once is one message."""
    return customer_id.int % SHARDS


def shard_id(shard: int) -> UUID:
    return uuid5(NAMES, f"shard/{shard}")


def derived_id(*parts: object) -> UUID:
    """The id of what follows from something else: made again it is the same."""
    return uuid5(NAMES, "/".join(str(part) for part in parts))
