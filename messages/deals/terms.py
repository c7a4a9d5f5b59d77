"""Of what is a payment term made?"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from messages.base import Command

LONGEST = 3650  # days
MOST_MONTHS = 120
LAST_DAY = 31  # of every month is its end
FIRST_YEAR, LAST_YEAR = 2000, 2199


class InstalmentTrigger(StrEnum):
    """What starts the days of an instalment."""

    EFFECTIVE = "EFFECTIVE"  # the contract became effective
    ORDER = "ORDER"  # the order was confirmed
    SHIPMENT = "SHIPMENT"  # the order was shipped whole
    RECEIPT = "RECEIPT"  # the order was received whole
    DATE = "DATE"  # nothing: its day is in the contract


class StepKind(StrEnum):
    """How a term goes on from the day before it; all days are calendar days."""

    DAYS = "DAYS"  # so many days
    MONTHS = "MONTHS"  # the same day so many months later, or that month's end
    MONTH_END = "MONTH_END"  # 0: the end of this month, 1: of the next
    MONTH_DAY = "MONTH_DAY"  # the next such day of a month, from here on
    NEXT_MONTH_DAY = "NEXT_MONTH_DAY"  # such a day of the month after


class TermStep(Command):
    kind: StepKind
    number: int = Field(ge=0, le=LONGEST)

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        """SYS-75: a step of a term is at most ten years, a day of a month one of 1 to 31."""
        if self.kind in (StepKind.MONTH_DAY, StepKind.NEXT_MONTH_DAY):
            possible = 1 <= self.number <= LAST_DAY
        else:
            possible = self.kind is StepKind.DAYS or self.number <= MOST_MONTHS
        if not possible:
            raise ValueError("SYS-75: a step of a term is at most ten years, a day of a month one of 1 to 31")
        return self


def path_of(steps: tuple[TermStep, ...], days: int) -> tuple[TermStep, ...]:
    """The steps, also where only days are said."""
    return steps or (TermStep(kind=StepKind.DAYS, number=days),)


class EarlyDiscount(Command):
    """Who pays within so many days after what starts the term takes so much less."""

    percent: Decimal = Field(gt=0, lt=100, max_digits=4, decimal_places=2)
    days: int = Field(ge=0, le=365)


class Timing(Command):
    """When an instalment is due, and for how long less settles it, where that is more than so many days."""

    steps: tuple[TermStep, ...] = Field(default=(), max_length=6)  # in this order; none: the days of the instalment
    on: date | None = None
    part: int = Field(default=1, ge=1)  # which of `parts` equal ones, a month apart
    parts: int = Field(default=1, ge=1)
    discount: EarlyDiscount | None = None


PLAIN = Timing()


def _is_none(said: object) -> bool:
    return not said


def _is_one(times: int) -> bool:
    return times == 1


class Instalment(Command):
    """One row of the payment terms: so much of the total, so many calendar days after what starts them.

    `steps` go before `days`; `on` is the day of a row that nothing starts; `times` divides the row into equal parts, a
    month apart, of which the first is due as it says. What is not said is not written: the release before this one
    reads plain days.
    """

    percent: Decimal = Field(gt=0, le=100, max_digits=5, decimal_places=2)
    trigger: InstalmentTrigger = InstalmentTrigger.RECEIPT
    days: int = Field(default=30, ge=0, le=LONGEST)
    steps: tuple[TermStep, ...] = Field(default=(), max_length=6, exclude_if=_is_none)
    on: date | None = Field(default=None, exclude_if=_is_none)
    times: int = Field(default=1, ge=1, le=36, exclude_if=_is_one)
    discount: EarlyDiscount | None = Field(default=None, exclude_if=_is_none)

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        """SYS-76: a row of the terms is due on a day, or so long after what starts it; it is paid in equal parts, or
        less is paid early: never both."""
        fixed = self.trigger is InstalmentTrigger.DATE
        if fixed is not (self.on is not None) or (fixed and (self.steps or self.discount)):
            raise ValueError("SYS-76: a row is due on a day, or so long after what starts it; never both")
        if self.discount and self.times > 1:
            raise ValueError("SYS-76: a row that is paid in parts has no discount of early payment")
        if self.on is not None and not FIRST_YEAR <= self.on.year <= LAST_YEAR:
            raise ValueError("SYS-76: the day of a row is in the years 2000 to 2199")
        return self

    @property
    def path(self) -> tuple[TermStep, ...]:
        """Its steps, also where it says only days."""
        return path_of(self.steps, self.days)

    def timing(self, part: int = 1) -> Timing:
        return Timing(steps=self.steps, on=self.on, part=part, parts=self.times, discount=self.discount)

    @property
    def longest(self) -> int:
        """How many days after what starts it all of it is paid, at most."""
        months = {StepKind.MONTHS: 0, StepKind.MONTH_END: 1, StepKind.MONTH_DAY: 1, StepKind.NEXT_MONTH_DAY: 2}
        counted = (StepKind.MONTHS, StepKind.MONTH_END)
        days = 0
        for step in self.path if self.on is None else ():
            number = step.number if step.kind in counted else 0
            days += step.number if step.kind is StepKind.DAYS else LAST_DAY * (number + months[step.kind])
        return days + LAST_DAY * (self.times - 1)
