"""What of a request is seen at a glance?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from messages.approvals.tasks import Glance
from messages.money import Money


def glance_of(written: Mapping[str, Any] | None) -> Glance | None:
    """Of the texts that stand in a request; a figure of another kind than we know is not shown."""
    if written is None:
        return None
    return Glance(
        amount="" if _number(written["amount"]) == 0 else written["amount"] or "",  # nothing was said of it
        discount_percent=_largest(written["discounts"]),
        conflict_with=written["conflict_with"] or "",
        conflict_owner=written["conflict_owner"] or "",
    )


def glance_at_todo(amount: str | None) -> Glance | None:
    """Of what it is about; None where nothing was said of it."""
    return Glance(amount=amount) if amount else None


def amount_asked(content: Mapping[str, Any], facts: Mapping[str, Any], usual: str) -> Money | None:
    """As an amount, what a card shows of a request; None where nobody can tell. `usual`: the currency of an amount that
    does not say one."""
    said = content.get("amount") or content.get("total") or facts.get("amount")
    number, _, currency = str(said or "").partition(" ")
    try:
        return Money.of(number, currency or str(facts.get("currency") or usual)) or None
    except ValueError:
        return None


def _largest(discounts: Sequence[str | None]) -> Decimal | None:
    found = [number for number in map(_number, discounts) if number is not None and number > 0]
    return max(found, default=None)


def _number(written: str | None) -> Decimal | None:
    try:
        number = Decimal(written or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
