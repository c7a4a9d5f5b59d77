"""When is a deadline late, and why?"""

from datetime import UTC, datetime, timedelta

from messages.leads.deadlines import WhyLate
from services.leads.domain.lateness import USUALLY, is_late, why_late, why_over

DUE = datetime(2026, 3, 6, 2, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def test_lea_167_late_is_longer_than_the_given_time_after_it() -> None:
    assert not is_late(DUE, DUE + USUALLY)
    assert is_late(DUE, DUE + USUALLY + MOMENT)
    assert is_late(DUE, DUE + MOMENT, timedelta(0))
    assert not is_late(DUE, DUE, timedelta(0))


def test_lea_168_a_keeper_that_has_not_looked_since_is_told_apart_from_one_that_has() -> None:
    assert why_late(DUE, None) is WhyLate.KEEPER_NEVER_LOOKED
    assert why_late(DUE, DUE - MOMENT) is WhyLate.KEEPER_STOPPED
    assert why_late(DUE, DUE) is WhyLate.NOT_REACHED


def test_lea_169_done_too_late_or_never() -> None:
    assert why_over(DUE) is WhyLate.DONE_LATE
    assert why_over(None) is WhyLate.LEFT_OUT
