"""By which claim does its owner have a customer, through whose hands ever it came to him?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messages.deals.customers import OwnerCause

GIVEN = (OwnerCause.HANDED_OVER, OwnerCause.ENTRUSTED)


@dataclass(frozen=True)
class Held:
    """That a customer was somebody's from then on, and by what it came to him."""

    customer_id: UUID
    owner_id: UUID | None
    cause: OwnerCause
    since: datetime


@dataclass(frozen=True)
class Joining:
    """That a customer was joined to another, and perhaps taken out again."""

    customer_id: UUID
    into_id: UUID
    at: datetime
    undone_at: datetime | None


def carried_claim(customer_id: UUID, held: Sequence[Held], joinings: Sequence[Joining]) -> list[Held]:
    """DEA-172: a claim keeps its way, its tier and its time when the customer is handed over, entrusted or joined.

    Through whom it came to its owner, he first; the last one had it by himself. `held`: the oldest first.
    """
    found: list[Held] = []
    now = _last([one for one in held if one.customer_id == customer_id])
    while now is not None and now.owner_id is not None and now not in found:
        found.append(now)
        now = _before(now, held, joinings)
    return found


def _before(now: Held, held: Sequence[Held], joinings: Sequence[Joining]) -> Held | None:
    """From whom it came, where the claim came along."""
    own = [one for one in held if one.customer_id == now.customer_id]
    if now.cause in GIVEN:
        return _last(own[: own.index(now)])
    if now.cause is not OwnerCause.JOINED:
        return None
    for joining in joinings:
        if joining.into_id == now.customer_id and joining.at == now.since:  # with the other one
            return _last([one for one in held if one.customer_id == joining.customer_id and one.since <= joining.at])
        if joining.into_id == now.customer_id and joining.undone_at == now.since:  # given back: as before
            return _last([one for one in own if one.since < joining.at])
    return None


def _last(held: Sequence[Held]) -> Held | None:
    return held[-1] if held else None
