"""Among whom is commission split?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from messages.errors import RuleViolation
from messages.money import Money

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Part:
    """Whose, and how many percent."""

    person_id: UUID
    name: str
    unit: str
    percent: Decimal


@dataclass(frozen=True)
class Split:
    """From a moment on; the last part is the remainder."""

    set_at: datetime
    parts: tuple[Part, ...]


def percents_of(shares: Sequence[tuple[UUID, Decimal]], remainder_to: UUID) -> list[tuple[UUID, Decimal]]:
    """COL-144: the shares of a split are 100 percent: each person has one, and one of them has what the others leave,
    which is more than nothing."""
    people = [person for person, _ in shares]
    rest = WHOLE - sum((percent for _, percent in shares), Decimal(0))
    if rest <= 0 or len({*people, remainder_to}) != len(people) + 1:
        raise RuleViolation("COL-144")
    return [*shares, (remainder_to, rest)]


def split_at(splits: Sequence[Split], at: datetime) -> Split | None:
    """The one that was set last by then."""
    return max((one for one in splits if one.set_at <= at), key=lambda one: one.set_at, default=None)


def divided(whole: Money, parts: Sequence[Part]) -> list[Money]:
    """Each part to what can be paid; together they are the whole, and the remainder has the odd units."""
    return whole.split([part.percent for part in parts])
