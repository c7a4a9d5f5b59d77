"""What may a plan to repay be, is it kept, and when is each debt due by it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from messages.collections.cases.repayment_plans import RepaymentPlanStatus
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain.due_dates import midnight

S = RepaymentPlanStatus
PLAN = {
    S.REQUESTED: {S.ACTIVE, S.RETURNED, S.REJECTED, S.WITHDRAWN},
    S.RETURNED: {S.REQUESTED, S.WITHDRAWN},
    S.ACTIVE: {S.KEPT, S.BROKEN, S.WITHDRAWN},
    S.BROKEN: {S.ACTIVE, S.KEPT, S.WITHDRAWN},
    S.KEPT: {S.ACTIVE, S.BROKEN},
    S.REJECTED: set(),
    S.WITHDRAWN: set(),
}


class Row(NamedTuple):
    due_on: date
    amount: Decimal


class Part(NamedTuple):
    """One of its debts, as it was when the plan was applied; in the order of their old due days."""

    receivable_id: UUID
    due_on: date
    open: Decimal


@dataclass(frozen=True)
class Progress:
    """`came`: confirmed money that settles its debts, by the day on which it came; `paid_before`: of it, what had when
    the plan was applied; `open`: what is by now."""

    came: Mapping[date, Decimal]
    paid_before: Decimal
    open: Decimal

    def by(self, day: date) -> Decimal:
        return sum((amount for on, amount in self.came.items() if on <= day), -self.paid_before)

    @property
    def total(self) -> Decimal:
        return sum(self.came.values(), -self.paid_before)


class Standing(NamedTuple):
    """`rings_at`: when the next row is over; `missed`: the row that was not paid on its day, and what is missing."""

    status: RepaymentPlanStatus
    rings_at: datetime | None = None
    missed: Row | None = None


def must_be_repayable(rows: Sequence[Row], open_: Money, *, today: date, most_days: int, is_free: bool) -> None:
    """COL-196: the rows of a plan are on days that follow each other, from today on, within what the company allows,
    and come to exactly what is open of debts that are due by a known day and in no other plan."""
    days = [row.due_on for row in rows]
    ordered = days == sorted(set(days)) and bool(days) and today <= days[0]
    within = bool(days) and days[-1] <= today + timedelta(days=most_days)
    if not (ordered and within and is_free and sum(row.amount for row in rows) == open_.amount):
        raise RuleViolation("COL-196", open=open_, most_days=most_days)


def move_plan(now: RepaymentPlanStatus, to: RepaymentPlanStatus) -> RepaymentPlanStatus:
    """COL-197: a plan counts from its approval on; a returned one is resubmitted; only money breaks and mends it."""
    if to not in PLAN[now]:
        raise RuleViolation("COL-197", status=f"status.repayment_plan.{now}")
    return to


def standing_of(rows: Sequence[Row], progress: Progress, *, now: datetime, tz: str) -> Standing:
    """COL-198: a plan is kept while, at 00:00 after the day of each row, confirmed money that came by that day covers
    all rows so far; where less is owed by now, that much is enough."""
    if progress.open <= 0:
        return Standing(S.KEPT)
    owed = progress.total + progress.open
    for row, upto in zip(rows, accumulate(row.amount for row in rows), strict=True):
        over_at, missing = midnight(row.due_on + timedelta(days=1), tz), min(upto, owed) - progress.by(row.due_on)
        if over_at > now:
            return Standing(S.ACTIVE, over_at)
        if missing > 0:
            return Standing(S.BROKEN, None, Row(row.due_on, missing))
    return Standing(S.ACTIVE)


def due_days(rows: Sequence[Row], parts: Sequence[Part], covered: Decimal) -> dict[UUID, date]:
    """Each debt is due on the day of the first row that still pays a part of it, the oldest first."""
    found, before = {}, Decimal(0)
    for part in parts:
        reached, before = max(before, covered), before + part.open
        row = next((row for row, upto in _upto(rows) if upto > reached), rows[-1])
        if covered < before:
            found[part.receivable_id] = row.due_on
    return found


def _upto(rows: Sequence[Row]) -> list[tuple[Row, Decimal]]:
    return list(zip(rows, accumulate(row.amount for row in rows), strict=True))
