"""How is one consolidated message to a late customer worded?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from messages.money import Money
from messages.texts import text


@dataclass(frozen=True)
class Line:
    """One receivable in the letter: the dunning level that it reached, and how many days late it is that day."""

    number: str
    due_on: date
    level: int
    days: int
    open: Money

    def kept(self) -> list[str | int]:
        """For a column."""
        return [self.number, self.due_on.isoformat(), self.level, self.days, str(self.open.amount)]


def line_of(kept: Sequence[Any], currency: str) -> Line:
    number, due_on, level, days, amount = kept
    return Line(number, date.fromisoformat(due_on), level, days, Money.of(amount, currency))


def dunning_message(lang: str, *, customer: str, lines: Sequence[Line], total: Money) -> str:
    """COL-21: all that became late at once is in one letter to the customer, the latest first, with the days late of
    the day it is written."""
    latest_first = sorted(lines, key=lambda line: (-line.level, line.due_on, line.number))
    parts = [text("dunning.opening", lang, customer=customer, count=len(latest_first))]
    parts += [
        text("dunning.line", lang, number=line.number, due_on=line.due_on, days=line.days, open=line.open)
        for line in latest_first
    ]
    parts.append(text("dunning.closing", lang, total=total))
    return "\n".join(parts)
