"""How is a number of a request kept, so that it is read back exactly as it was given?"""

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

OF_DOUBLES = 15  # digits: with no more, a double is read back as the number that it was made of
LONGEST = 30  # digits; and places before or behind the point: arithmetic with more does not end in useful time
ROUNDED = Context(prec=LONGEST)
TEXT = "exact"


def plain(given: Decimal) -> float | Decimal | None:
    """None: it is no number that can be computed with."""
    number = ROUNDED.plus(given)
    if not number.is_finite() or abs(number.adjusted()) > LONGEST:
        return None
    return float(number) if len(number.normalize().as_tuple().digits) <= OF_DOUBLES else number


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {TEXT: str(value)} if isinstance(value, Decimal) else value for name, value in facts.items()}


def read(written: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value[TEXT]) if isinstance(value, dict) else value for name, value in written.items()}
