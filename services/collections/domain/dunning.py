"""How is one consolidated message to a late customer worded?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from messages.money import Money
from messages.texts import text


@dataclass(frozen=True)
class Line:
    """One receivable in the message; `rung` is the days late that it reached."""

    number: str
    due_on: date
    rung: int
    open: Money


def worded(lang: str, *, customer: str, lines: Sequence[Line], total: Money) -> str:
    """COL-21: whatever became late at once is told to the customer in one message, the latest first."""
    told = sorted(lines, key=lambda line: (-line.rung, line.due_on, line.number))
    parts = [text("dunning.opening", lang, customer=customer, count=len(told))]
    parts += [
        text("dunning.line", lang, number=line.number, due_on=line.due_on, rung=line.rung, open=line.open)
        for line in told
    ]
    parts.append(text("dunning.closing", lang, total=total))
    return "\n".join(parts)
