"""Was this event handled before? It is claimed in the transaction of what it brings about."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Fetch = Callable[..., Awaitable[list[Any]]]

CLAIM = "INSERT INTO inbox (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING {reading}"
# In one order, so that two who claim the same never wait for each other.
CLAIM_MANY = (
    "INSERT INTO inbox (consumer, event_id) SELECT $1, e.id FROM unnest($2::uuid[]) AS e (id) ORDER BY e.id"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)


class AlreadyApplied(Exception):
    """This subscriber has acted on this event before. The subscription acknowledges it; nobody else catches it."""


@dataclass(frozen=True)
class Delivery:
    """Which event is being handled, by which subscriber."""

    consumer: str
    event_id: UUID

    async def claim(self, fetch: Fetch, reading: str | None) -> Any:
        """What `reading` gave, when it comes for the first time. Raises AlreadyApplied."""
        claimed = await fetch(CLAIM.format(reading=f"({reading})" if reading else "1"), self.consumer, self.event_id)
        if not claimed:
            raise AlreadyApplied()
        return claimed[0][0] if reading else None


@dataclass(frozen=True)
class Deliveries:
    """The same of several that are handled in one transaction."""

    consumer: str
    event_ids: Sequence[UUID]

    async def claim(self, fetch: Fetch) -> frozenset[UUID]:
        """Those that come for the first time. Raises AlreadyApplied when none does."""
        claimed = frozenset(row["event_id"] for row in await fetch(CLAIM_MANY, self.consumer, self.event_ids))
        if not claimed:
            raise AlreadyApplied()
        return claimed
