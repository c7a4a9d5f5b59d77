"""On which day is a term due? (a table written by hand, with a calendar)"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.deals.terms import StepKind, TermStep, Timing
from messages.payment_terms.reading import terms_from
from services.collections.domain.due_dates import discount_until, due_on
from services.collections.domain.terms.days import due_after

DAYS_OF_YEARS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TABLE = [
    ("net 30", "2026-01-15", "2026-02-14"),
    ("net 30", "2026-01-31", "2026-03-02"),
    ("net 30", "2028-01-31", "2028-03-01"),  # a leap year
    ("net 0", "2026-02-28", "2026-02-28"),
    ("月结30天", "2026-01-01", "2026-03-02"),
    ("月结30天", "2026-01-31", "2026-03-02"),
    ("月结30天", "2026-02-01", "2026-03-30"),
    ("月结30天", "2028-02-01", "2028-03-30"),
    ("月结", "2026-02-03", "2026-02-28"),
    ("月结", "2028-02-03", "2028-02-29"),
    ("45 days after month end", "2021-09-13", "2021-11-14"),
    ("45 days, then month end", "2021-09-13", "2021-10-31"),
    ("EOM + 45", "2021-09-13", "2021-11-14"),
    ("45 + EOM", "2021-09-13", "2021-10-31"),
    ("45天后的月底", "2021-01-17", "2021-03-31"),
    ("月底后45天", "2021-01-17", "2021-03-17"),
    ("1 month after month end", "2025-02-28", "2025-03-31"),  # not the 28th
    ("1 month after month end", "2025-02-03", "2025-03-31"),
    ("end of next month", "2025-01-31", "2025-02-28"),
    ("月底后3个月", "2025-11-30", "2026-02-28"),
    ("1 month", "2026-01-31", "2026-02-28"),
    ("1 month", "2026-02-28", "2026-03-28"),  # a day of the month; no month's end was said
    ("12 months", "2028-02-29", "2029-02-28"),
    ("the 25th of each month", "2026-03-25", "2026-03-25"),
    ("the 25th of each month", "2026-03-26", "2026-04-25"),
    ("每月31日", "2026-02-01", "2026-02-28"),
    ("每月30日", "2026-02-28", "2026-02-28"),
    ("the 25th of the next month", "2026-12-31", "2027-01-25"),
    ("次月31日", "2026-01-31", "2026-02-28"),
    ("30 days, then the 10th of each month", "2026-01-05", "2026-02-10"),
    ("30 days, then the 10th of each month", "2026-01-12", "2026-03-10"),
]


@pytest.mark.parametrize(("term", "start", "due"), TABLE, ids=[f"{term}, from {start}" for term, start, _ in TABLE])
def test_feature_202_col_151_a_term_is_due_on_the_day_that_a_calendar_shows(term: str, start: str, due: str) -> None:
    (row,) = terms_from(term)
    assert due_after(date.fromisoformat(start), row.path) == date.fromisoformat(due)


PARTS = [
    ("3 monthly instalments on the 31st of each month", "2025-02-10", ["2025-02-28", "2025-03-31", "2025-04-30"]),
    ("4 monthly instalments at once", "2025-01-31", ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]),
    ("月底，分3期", "2025-02-10", ["2025-02-28", "2025-03-31", "2025-04-30"]),
    ("次月30日，分3期", "2025-01-10", ["2025-02-28", "2025-03-30", "2025-04-30"]),
    ("15 days, 3 monthly instalments", "2025-12-15", ["2025-12-30", "2026-01-30", "2026-02-28"]),
]


@pytest.mark.parametrize(("term", "start", "due"), PARTS, ids=[term for term, _, _ in PARTS])
def test_feature_202_col_151_equal_parts_count_from_the_first_so_that_the_31st_stays_the_end_of_the_month(
    term: str, start: str, due: list[str]
) -> None:
    (row,) = terms_from(term)
    days = [due_after(date.fromisoformat(start), row.path, part=part) for part in range(1, row.times + 1)]
    assert [day.isoformat() for day in days] == due


@given(DAYS_OF_YEARS, st.integers(0, 60))
def test_feature_202_the_end_of_a_month_is_followed_by_the_first_of_the_next(day: date, months: int) -> None:
    end = due_after(day, [TermStep(kind=StepKind.MONTH_END, number=months)])
    assert (end + timedelta(days=1)).day == 1
    assert (end.year - day.year) * 12 + end.month - day.month == months


@given(DAYS_OF_YEARS, st.integers(1, 31), st.integers(2, 36))
def test_feature_202_parts_are_one_a_month_and_never_later_in_it_than_said(day: date, number: int, part: int) -> None:
    path = [TermStep(kind=StepKind.MONTH_DAY, number=number)]
    first, later = due_after(day, path), due_after(day, path, part=part)
    assert (later.year - first.year) * 12 + later.month - first.month == part - 1
    assert later.day == number or (later + timedelta(days=1)).day == 1


@given(DAYS_OF_YEARS, st.integers(1, 31))
def test_feature_202_the_next_such_day_is_never_before_and_less_than_a_month_off(day: date, number: int) -> None:
    found = due_after(day, [TermStep(kind=StepKind.MONTH_DAY, number=number)])
    assert 0 <= (found - day).days <= 31


NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai


def test_feature_202_a_row_with_a_day_is_due_then_and_never_before_it_is_owed() -> None:
    said = {"started_at": NOON, "owed_since": NOON, "tz": "Asia/Shanghai"}
    assert due_on(days=0, timing=Timing(on=date(2026, 12, 31)), **said) == date(2026, 12, 31)  # type: ignore[arg-type]
    assert due_on(days=0, timing=Timing(on=date(2026, 1, 1)), **said) == date(2026, 3, 2)  # type: ignore[arg-type]
    parts = [
        due_on(days=0, timing=Timing(on=date(2026, 3, 31), part=part, parts=3), **said)  # type: ignore[arg-type]
        for part in (1, 2, 3)
    ]
    assert parts == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_col_152_the_days_of_an_early_payment_count_from_when_it_is_owed() -> None:
    (row,) = terms_from("2/10 net 30")
    said = {"timing": row.timing(), "tz": "Asia/Shanghai"}
    assert discount_until(started_at=NOON, owed_since=NOON, **said) == date(2026, 3, 12)  # type: ignore[arg-type]
    before = datetime(2026, 1, 1, tzinfo=UTC)
    assert discount_until(started_at=before, owed_since=NOON, **said) == date(2026, 3, 12)  # type: ignore[arg-type]
    assert discount_until(started_at=NOON, owed_since=NOON, timing=Timing(), tz="Asia/Shanghai") is None
