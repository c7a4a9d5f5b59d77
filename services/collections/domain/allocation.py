"""What does a payment settle?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from messages.collections.payments import Allocation
from messages.errors import Refused

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Debt:
    """A receivable that waits for money; `room` is what nobody has paid or recorded yet."""

    id: UUID
    room: Decimal
    due_on: date | None


def oldest_first(amount: Decimal, debts: Iterable[Debt]) -> list[Allocation]:
    """COL-9: money without a purpose settles what was due first; what is left stays on the customer's account."""
    parts: list[Allocation] = []
    for debt in sorted(debts, key=lambda debt: (debt.due_on or date.max, debt.id)):
        part = min(amount, debt.room)
        if part > NOTHING:
            parts.append(Allocation(receivable_id=debt.id, amount=part))
            amount -= part
    return parts


def checked(amount: Decimal, parts: Sequence[Allocation], debts: Mapping[UUID, Debt]) -> list[Allocation]:
    """COL-10: a payment settles its customer's open receivables, each once, never more than is open or was paid."""
    if len({part.receivable_id for part in parts}) < len(parts):
        raise Refused("COL-10", reason="col10.twice")
    for part in parts:
        debt = debts.get(part.receivable_id)
        if debt is None:
            raise Refused("COL-10", reason="col10.other", receivable_id=part.receivable_id)
        if part.amount > debt.room:
            raise Refused("COL-10", reason="col10.open", receivable_id=part.receivable_id, open=debt.room)
    if sum((part.amount for part in parts), NOTHING) > amount:
        raise Refused("COL-10", reason="col10.payment", amount=amount)
    return list(parts)
