"""What does a payment settle?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from messages.collections.payments import Allocation
from messages.errors import RuleViolation

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Debt:
    """A receivable that waits for money; `room` is what nobody has paid or recorded yet."""

    id: UUID
    room: Decimal
    due_on: date | None
    order_id: UUID | None = None
    discount: Decimal = NOTHING  # so much less settles it with money that came by `discount_until`
    discount_until: date | None = None

    def room_for(self, received_on: date | None) -> Decimal:
        """COL-153: money that came in time for it leaves the discount of early payment open, which is given up then."""
        is_in_time = received_on is not None and self.discount_until is not None and received_on <= self.discount_until
        return max(self.room - self.discount, NOTHING) if is_in_time else self.room


@dataclass(frozen=True)
class Claim:
    """Money of a payment that nobody gave a purpose; with an order it settles what that order owes and nothing else."""

    payment_id: UUID
    amount: Decimal
    order_id: UUID | None = None
    received_on: date | None = None


def oldest_first(amount: Decimal, debts: Iterable[Debt], *, received_on: date | None = None) -> list[Allocation]:
    """COL-9: money without a purpose settles what was due first; what is left stays on the customer's account."""
    parts: list[Allocation] = []
    for debt in sorted(debts, key=lambda debt: (debt.due_on or date.max, debt.id)):
        part = min(amount, debt.room_for(received_on))
        if part > NOTHING:
            parts.append(Allocation(receivable_id=debt.id, amount=part))
            amount -= part
    return parts


def redistribute(claims: Sequence[Claim], debts: Iterable[Debt]) -> dict[UUID, list[Allocation]]:
    """COL-23: confirmed money settles what was due first, before money that waits for finance; so the first comes first
    again when a payment is confirmed or rejected."""
    left = {debt.id: debt for debt in debts}
    parts: dict[UUID, list[Allocation]] = {}
    for claim in claims:
        meant = [debt for debt in left.values() if claim.order_id is None or debt.order_id == claim.order_id]
        parts[claim.payment_id] = oldest_first(claim.amount, meant, received_on=claim.received_on)
        for part in parts[claim.payment_id]:
            debt = left[part.receivable_id]
            is_settled = part.amount == debt.room_for(claim.received_on)  # with its discount, where there is one
            left[debt.id] = replace(debt, room=NOTHING if is_settled else debt.room - part.amount)
    return parts


def validated_allocations(amount: Decimal, parts: Sequence[Allocation], debts: Mapping[UUID, Debt]) -> list[Allocation]:
    """COL-10: a payment settles its customer's open receivables, each once, never more than is open or was paid."""
    if len({part.receivable_id for part in parts}) < len(parts):
        raise RuleViolation("COL-10", reason="col10.twice")
    for part in parts:
        debt = debts.get(part.receivable_id)
        if debt is None:
            raise RuleViolation("COL-10", reason="col10.other", receivable_id=part.receivable_id)
        if part.amount > debt.room:
            raise RuleViolation("COL-10", reason="col10.open", receivable_id=part.receivable_id, open=debt.room)
    if sum((part.amount for part in parts), NOTHING) > amount:
        raise RuleViolation("COL-10", reason="col10.payment", amount=amount)
    return list(parts)
