"""Which receivables fall when an order owes less?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Owed:
    """A receivable of the order; `room` is what no money was recorded for, `most` what is not written off of it."""

    id: UUID
    room: Decimal
    most: Decimal
    due_on: date | None = None


def reduce(amount: Decimal, owed: Sequence[Owed]) -> dict[UUID, Decimal]:
    """COL-60: what an order owes less is taken off what is due last, and off what no money came for before what it came
    for; never more than is owed."""
    last_first = sorted(owed, key=lambda one: (one.due_on or date.max, one.id), reverse=True)
    taken: dict[UUID, Decimal] = {}
    for limit in ("room", "most"):
        for one in last_first:
            part = min(amount, getattr(one, limit) - taken.get(one.id, NOTHING))
            if part > NOTHING:
                taken[one.id] = taken.get(one.id, NOTHING) + part
                amount -= part
    return taken


def is_to_be_corrected(*, invoiced: Decimal, owed: Decimal) -> bool:
    """COL-61: an order of which more is invoiced than it costs by now needs a credit note of finance."""
    return invoiced > owed
