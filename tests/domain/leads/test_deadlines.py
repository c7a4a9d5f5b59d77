"""By when must a lead be followed up?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.business_time import Calendar
from messages.errors import Malformed
from services.leads.domain.deadlines import FollowUpPeriod, Running, retimed

SHANGHAI = Calendar(tz="Asia/Shanghai")
FRIDAY = datetime(2026, 3, 6, 2, tzinfo=UTC)  # 10:00 in Shanghai


def test_lea_5_seven_days_and_a_warning_a_day_before() -> None:
    clock = FollowUpPeriod.of("7 days", "1 days").start(FRIDAY, SHANGHAI)
    assert clock.due_at == FRIDAY + timedelta(days=7)
    assert clock.warn_at == FRIDAY + timedelta(days=6)


def test_lea_5_business_days_skip_the_weekend() -> None:
    clock = FollowUpPeriod.of("2 business days", "1 个工作日").start(FRIDAY, SHANGHAI)
    assert clock.warn_at == FRIDAY + timedelta(days=3)
    assert clock.due_at == FRIDAY + timedelta(days=4)


def test_lea_5_a_warning_in_plain_hours_before_business_days() -> None:
    clock = FollowUpPeriod.of("2 business days", "4 hours").start(FRIDAY, SHANGHAI)
    assert clock.due_at - (clock.warn_at or clock.due_at) == timedelta(hours=4)


@pytest.mark.parametrize(
    ("within", "before", "field"),
    [
        pytest.param("7 days", "7 days", "warn_before", id="not at the beginning"),
        pytest.param("1 days", "24 hours", "warn_before", id="nor in other units"),
        pytest.param("1 hours", "2 days", "warn_before", id="nor before it"),
        pytest.param("10 days", "1 business days", "warn_before", id="business time only from business time"),
        pytest.param("0 days", "0 days", "follow_up_within", id="a clock of no time"),
        pytest.param("soon", "1 days", "follow_up_within", id="no duration"),
        pytest.param("7 days", "-1 days", "warn_before", id="a negative one"),
    ],
)
def test_lea_11_the_warning_comes_before_the_end(within: str, before: str, field: str) -> None:
    with pytest.raises(Malformed, match="LEA-11") as wrong:
        FollowUpPeriod.of(within, before)
    assert wrong.value.field == field


@pytest.mark.parametrize(("within", "before"), [("7 days", "6 days"), ("1 days", "23 hours"), ("1 days", "0 days")])
def test_lea_11_up_to_the_last_moment_it_may(within: str, before: str) -> None:
    assert FollowUpPeriod.of(within, before)


WEEK = FollowUpPeriod.of("7 days", "1 days")
THREE_DAYS = FollowUpPeriod.of("3 days", "1 days")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "was_warned", "warn_in", "due_in"),
    [
        pytest.param(DAY, False, DAY, 2 * DAY, id="by the new rules"),
        pytest.param(2 * DAY, False, timedelta(), DAY, id="exactly a warning before"),
        pytest.param(5 * DAY, False, timedelta(), DAY, id="overdue by them: warned now, a day left"),
        pytest.param(6.5 * DAY, True, None, 0.5 * DAY, id="told half a day already: that stays"),
    ],
)
def test_lea_68_new_rules_take_nothing_back_before_its_owner_was_warned(
    age: timedelta, was_warned: bool, warn_in: timedelta | None, due_in: timedelta
) -> None:
    before = WEEK.start(FRIDAY - age, SHANGHAI)
    running = Running(FRIDAY - age, None if was_warned else before.warn_at, before.due_at)
    after = retimed(running, THREE_DAYS, SHANGHAI, FRIDAY)
    assert after.due_at == FRIDAY + due_in
    assert after.warn_at == (None if warn_in is None else FRIDAY + warn_in)


def test_lea_68_longer_rules_warn_again() -> None:
    running = Running(FRIDAY - 2.5 * DAY, None, FRIDAY + 0.5 * DAY)
    after = retimed(running, WEEK, SHANGHAI, FRIDAY)
    assert (after.warn_at, after.due_at) == (FRIDAY + 3.5 * DAY, FRIDAY + 4.5 * DAY)


def test_lea_68_without_a_warning_a_lead_goes_back_at_once() -> None:
    at_once = FollowUpPeriod.of("1 minutes", "0 minutes")
    running = Running(FRIDAY - DAY, FRIDAY + 5 * DAY, FRIDAY + 6 * DAY)
    assert retimed(running, at_once, SHANGHAI, FRIDAY).due_at == FRIDAY
