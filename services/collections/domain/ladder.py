"""When is a customer reminded, and when does a late receivable climb to the next rung?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.collections.domain.due import midnight

REMINDER = 0  # the rung before the due date


@dataclass(frozen=True)
class Rung:
    """`number` is the days late it stands for (0: the reminder), `days` counts from the due date."""

    number: int
    days: int
    tells: str  # owner, manager, finance, director, legal


@dataclass(frozen=True)
class Reached:
    rung: Rung
    at: datetime


def reached(ladder: Sequence[Rung], *, last: int | None, due: date, tz: str, until: datetime) -> list[Reached]:
    """COL-8: each rung is reached once, in order, at local 00:00 of its day, before that day's payments."""
    ahead = [Reached(rung, midnight(due + timedelta(days=rung.days), tz)) for rung in _ahead(ladder, last)]
    return [step for step in ahead if step.at <= until]


def next_at(ladder: Sequence[Rung], *, last: int | None, due: date | None, tz: str) -> datetime | None:
    """When the clock rings next; None: the ladder has ended or the due date is not known."""
    ahead = _ahead(ladder, last)
    if due is None or not ahead:
        return None
    return midnight(due + timedelta(days=ahead[0].days), tz)


def _ahead(ladder: Sequence[Rung], last: int | None) -> list[Rung]:
    return sorted((rung for rung in ladder if last is None or rung.number > last), key=lambda rung: rung.days)
