"""When is a customer reminded, and when does a late receivable reach the next dunning level?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.collections.domain.due_dates import midnight

REMINDER = 0  # the level before the due date


@dataclass(frozen=True)
class DunningLevel:
    """`number` is the days late it stands for (0: the reminder), `days` counts from the due date."""

    number: int
    days: int
    notifies: str  # owner, manager, finance, director, legal


@dataclass(frozen=True)
class LevelReached:
    level: DunningLevel
    at: datetime


def reached(
    procedure: Sequence[DunningLevel], *, last: int | None, due: date, tz: str, until: datetime
) -> list[LevelReached]:
    """COL-8: each dunning level is reached once, in order, at local 00:00 of its day, before that day's payments."""
    ahead = [LevelReached(level, midnight(due + timedelta(days=level.days), tz)) for level in _ahead(procedure, last)]
    return [step for step in ahead if step.at <= until]


def is_lapsed(step: LevelReached, *, due: date, tz: str, until: datetime) -> bool:
    """COL-40: a customer is reminded of a day that comes; of one that is over he is dunned, not reminded."""
    return step.level.number == REMINDER and until >= midnight(due + timedelta(days=1), tz)


def next_at(procedure: Sequence[DunningLevel], *, last: int | None, due: date | None, tz: str) -> datetime | None:
    """When the next level is due; None: the procedure has ended or the due date is not known."""
    ahead = _ahead(procedure, last)
    if due is None or not ahead:
        return None
    return midnight(due + timedelta(days=ahead[0].days), tz)


def _ahead(procedure: Sequence[DunningLevel], last: int | None) -> list[DunningLevel]:
    return sorted((level for level in procedure if last is None or level.number > last), key=lambda level: level.days)
