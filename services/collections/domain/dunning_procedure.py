"""When is a customer reminded, and when does a late receivable reach the next dunning level?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from messages.collections.dunning.procedures import EVERYWHERE
from messages.errors import RuleViolation
from services.collections.domain.due_dates import local_day, midnight

REMINDER = 0  # the level before the due date


@dataclass(frozen=True)
class DunningLevel:
    """`number` is the days late it stands for (0: the reminder), `days` counts from the due date."""

    number: int
    days: int
    tasks_for: tuple[str, ...] = ()  # owner, manager, finance, director, legal
    notices_for: tuple[str, ...] = ()
    within: str = ""
    letter: bool = False
    rate: Decimal = Decimal(0)  # percent a year

    @property
    def notifies(self) -> list[str]:
        """All whom it names."""
        return list(dict.fromkeys((*self.tasks_for, *self.notices_for)))


@dataclass(frozen=True)
class Procedure:
    """One version of it, as published."""

    id: UUID
    legal_entity_id: str
    grade: str
    levels: tuple[DunningLevel, ...]
    repeat_days: int | None = None
    large_from: Decimal = Decimal(0)

    @property
    def last(self) -> DunningLevel:
        return max(self.levels, key=lambda level: level.days)


@dataclass(frozen=True)
class LevelReached:
    level: DunningLevel
    at: datetime
    again: bool = False  # the last level, once more


def procedure_for(procedures: Sequence[Procedure], legal_entity_id: str, grade: str) -> Procedure:
    """COL-157: the closest procedure counts: that of the legal entity and the customer's grade, of the legal entity, of
    everywhere and the grade, of everywhere."""
    fitting = [
        one for one in procedures if one.legal_entity_id in (legal_entity_id, EVERYWHERE) and one.grade in (grade, "")
    ]
    return max(fitting, key=lambda one: (one.legal_entity_id != EVERYWHERE, one.grade != ""))


def must_be_sound(levels: Sequence[DunningLevel], repeat_days: int | None) -> None:
    """COL-158: the levels of a procedure follow one another by their days, with one reminder at most, each names
    somebody or writes to the customer, nobody twice, and only a level after the due date comes again."""
    rising = all(low.days < high.days for low, high in pairwise(levels))
    one_reminder = sum(level.number == REMINDER for level in levels) <= 1
    does_something = all(level.notifies or level.letter for level in levels)
    each_once = all(len(level.notifies) == len((*level.tasks_for, *level.notices_for)) for level in levels)
    may_come_again = repeat_days is None or levels[-1].number > REMINDER
    if not (rising and one_reminder and does_something and each_once and may_come_again):
        raise RuleViolation("COL-158")


def reached(procedure: Procedure, *, last: int | None, due: date, tz: str, until: datetime) -> list[LevelReached]:
    """COL-8: each dunning level is reached once, in order, at local 00:00 of its day, before that day's payments."""
    ahead = [LevelReached(level, _moment(level, due, tz)) for level in _ahead(procedure, last)]
    again = _again(procedure, last=last, late=(local_day(until, tz) - due).days)
    found = [step for step in ahead if step.at <= until]
    return [*found, LevelReached(again, _moment(again, due, tz), again=True)] if again else found


def _again(procedure: Procedure, *, last: int | None, late: int) -> DunningLevel | None:
    """COL-159: the last level comes again every so many calendar days until it is paid; of several days that nobody
    watched over, it comes once."""
    if procedure.repeat_days is None:
        return None
    times = (late - procedure.last.number) // procedure.repeat_days
    number = procedure.last.number + times * procedure.repeat_days
    if times < 1 or (last is not None and number <= last):
        return None
    return replace(procedure.last, number=number, days=number)


def is_lapsed(step: LevelReached, *, due: date, tz: str, until: datetime, is_open: bool = True) -> bool:
    """COL-40: a customer is reminded of a day that comes, while something is open; of one that is over he is dunned,
    not reminded."""
    is_over = until >= midnight(due + timedelta(days=1), tz)
    return step.level.number == REMINDER and (is_over or not is_open)


def next_at(procedure: Procedure, *, last: int | None, due: date | None, tz: str) -> datetime | None:
    """When the next level is due; None: the procedure has ended or the due date is not known."""
    if due is None:
        return None
    ahead = _ahead(procedure, last)
    if ahead:
        return _moment(ahead[0], due, tz)
    if procedure.repeat_days is None or last is None:
        return None
    times = (last - procedure.last.number) // procedure.repeat_days + 1
    return midnight(due + timedelta(days=procedure.last.number + times * procedure.repeat_days), tz)


def rate_at(procedure: Procedure, level: int | None) -> Decimal:
    """COL-160: late interest is that of the highest level that a receivable has reached, and none before its due
    date."""
    passed = [one for one in procedure.levels if level and REMINDER < one.number <= level]
    return max(passed, key=lambda one: one.number).rate if passed else Decimal(0)


def _ahead(procedure: Procedure, last: int | None) -> list[DunningLevel]:
    return sorted(
        (level for level in procedure.levels if last is None or level.number > last), key=lambda level: level.days
    )


def _moment(level: DunningLevel, due: date, tz: str) -> datetime:
    return midnight(due + timedelta(days=level.days), tz)
