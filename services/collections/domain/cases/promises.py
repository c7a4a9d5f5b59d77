"""When is a promise to pay kept, when broken, and does dunning wait for it?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from messages.collections.cases.promises import PromiseStatus
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain.due_dates import local_day, midnight

S = PromiseStatus
PROMISE = {
    S.OPEN: {S.KEPT, S.BROKEN, S.WITHDRAWN},
    S.KEPT: {S.OPEN, S.BROKEN},  # the money was taken back
    S.BROKEN: {S.KEPT},  # finance saw later what had come in time
    S.WITHDRAWN: set(),
}


@dataclass(frozen=True)
class Came:
    """`by_day`: confirmed money of its receivables that came by its day; `settled`: all of them are settled since then
    or before."""

    by_day: Decimal
    settled: bool = False


def promise_breaks_at(promised_on: date, *, now: datetime, tz: str, most_days: int) -> datetime:
    """COL-189: a promise names a day from today on, no further ahead than the company waits; it is broken when that day
    is over where the customer is."""
    today = local_day(now, tz)
    if not today <= promised_on <= today + timedelta(days=most_days):
        raise RuleViolation("COL-189", promised_on=promised_on, most_days=most_days)
    return midnight(promised_on + timedelta(days=1), tz)


def must_be_owed(amount: Money, free: Money) -> None:
    """COL-190: no more is promised than is open of those receivables and in no other promise that runs."""
    if amount > free:
        raise RuleViolation("COL-190", free=free)


def status_of(
    amount: Decimal, paid_before: Decimal, came: Came, *, breaks_at: datetime, now: datetime
) -> PromiseStatus:
    """COL-191: a promise is kept when confirmed money that came by its day covers it, whenever finance saw it, and is
    broken at 00:00 after that day."""
    if came.settled or came.by_day - paid_before >= amount:
        return S.KEPT
    return S.BROKEN if now >= breaks_at else S.OPEN


def may_hold(*, broken_before: bool) -> bool:
    """COL-192: dunning waits for a promise until its day; of a receivable for which one was broken, or withdrawn after
    more than a day, it waits for no other."""
    return not broken_before


def move_promise(now: PromiseStatus, to: PromiseStatus) -> PromiseStatus:
    """COL-193: a promise that runs is kept, broken or withdrawn; only money changes one that is decided."""
    if to not in PROMISE[now]:
        raise RuleViolation("COL-193", status=f"status.promise.{now}")
    return to
