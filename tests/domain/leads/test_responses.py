"""By when does an owner answer a lead, and who is told when he does not?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.business_time import Calendar
from messages.errors import Malformed
from services.leads.domain.responses import ResponseClock, ResponseTarget, Told, share_in_time, told_by

SHANGHAI = Calendar(tz="Asia/Shanghai")
FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)  # 17:00 in Shanghai
HOUR = timedelta(hours=1)


def target(within: str, further: str | None = None) -> ResponseTarget:
    found = ResponseTarget.of(within, further)
    assert found is not None
    return found


def test_lea_160_counted_from_getting_it_in_plain_or_in_business_time() -> None:
    plain = target("2 hours", "1 days").start(FRIDAY, SHANGHAI)
    assert plain == ResponseClock(FRIDAY + 2 * HOUR, FRIDAY + 26 * HOUR, FRIDAY + 2 * HOUR)
    business = target("2 business hours").start(FRIDAY, SHANGHAI)
    assert business == ResponseClock(FRIDAY + timedelta(days=2, hours=17), None, business.respond_by)


@pytest.mark.parametrize(
    ("within", "further", "field"),
    [("0 hours", None, "respond_within"), ("soon", None, "respond_within"), ("1 hours", "0 hours", "escalate_after"),
     ("1 hours", "later", "escalate_after"), (None, "1 hours", "escalate_after")],
)  # fmt: skip
def test_lea_161_what_is_no_target_is_refused(within: str | None, further: str | None, field: str) -> None:
    with pytest.raises(Malformed, match="LEA-161") as wrong:
        ResponseTarget.of(within, further)
    assert wrong.value.field == field


def test_lea_161_one_minute_is_a_target_and_none_is_none() -> None:
    assert ResponseTarget.of("1 minutes", "1 minutes") is not None
    assert ResponseTarget.of(None, None) is None


def test_lea_162_first_the_owner_is_told_then_his_manager_each_once() -> None:
    clock = target("1 hours", "2 hours").start(FRIDAY, SHANGHAI)
    assert told_by(clock, FRIDAY + HOUR - timedelta(microseconds=1)) == ([], FRIDAY + HOUR)
    assert told_by(clock, FRIDAY + HOUR) == ([Told.OWNER], FRIDAY + 3 * HOUR)
    told_once = ResponseClock(clock.respond_by, clock.escalate_at, FRIDAY + 3 * HOUR)
    assert told_by(told_once, FRIDAY + 3 * HOUR - timedelta(microseconds=1)) == ([], FRIDAY + 3 * HOUR)
    assert told_by(told_once, FRIDAY + 3 * HOUR) == ([Told.MANAGER], None)
    assert told_by(ResponseClock(clock.respond_by, clock.escalate_at, None), FRIDAY + 9 * HOUR) == ([], None)


def test_lea_162_looked_at_too_late_both_are_told_and_without_further_time_the_owner_alone() -> None:
    assert told_by(target("1 hours", "2 hours").start(FRIDAY, SHANGHAI), FRIDAY + 3 * HOUR) == (
        [Told.OWNER, Told.MANAGER],
        None,
    )
    assert told_by(target("1 hours").start(FRIDAY, SHANGHAI), FRIDAY + 99 * HOUR) == ([Told.OWNER], None)


def test_lea_163_who_never_answered_counts_too() -> None:
    assert share_in_time(in_time=3, late=0, unanswered=0) == 1000
    assert share_in_time(in_time=1, late=1, unanswered=1) == 333
    assert share_in_time(in_time=0, late=0, unanswered=0) is None
