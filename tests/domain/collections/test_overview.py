"""What is expected when, how exact was that, and what did control achieve?"""

from datetime import date
from decimal import Decimal

import pytest

from messages.money import Money
from services.collections.domain.overview.cash import accuracy, expected_on, usual_days_late, week_of
from services.collections.domain.overview.control import recovered_after, share

TODAY = date(2026, 3, 4)  # a Wednesday


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


def test_col_205_the_habit_of_a_customer_is_that_of_his_money() -> None:
    ten, hundred = Decimal("10.00"), Decimal("100.00")
    assert usual_days_late([(ten, 0), (ten, 3), (ten, 6)]) == 3
    assert usual_days_late([(hundred, 30), (ten, 0), (ten, 0)]) == 25
    assert usual_days_late([(ten, -4), (ten, -4), (ten, -4)]) == -4
    assert usual_days_late([(ten, 1), (ten, 2), (ten, 0), (ten, 3)]) == 2  # 1.5
    assert usual_days_late([(ten, 5), (ten, 5)]) is None


@pytest.mark.parametrize(
    ("due_on", "usual", "wanted"),
    [
        (date(2026, 3, 10), None, date(2026, 3, 10)),
        (date(2026, 3, 10), 7, date(2026, 3, 17)),
        (date(2026, 3, 10), -3, date(2026, 3, 7)),
        (date(2026, 3, 1), 3, date(2026, 3, 4)),
        (date(2026, 3, 1), 2, None),
        (date(2026, 3, 3), None, None),
    ],
)
def test_col_206_money_is_expected_on_its_due_day_moved_by_the_habit(
    due_on: date, usual: int | None, wanted: date | None
) -> None:
    assert expected_on(due_on, usual, today=TODAY) == wanted


def test_a_week_begins_on_its_monday() -> None:
    assert [week_of(date(2026, 3, day)) for day in (2, 8, 9)] == [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)]


def test_col_207_a_forecast_is_measured_by_what_came() -> None:
    assert accuracy(cny("100.00"), cny("100.00")) == 1
    assert accuracy(cny("100.00"), cny("80.00")) == Decimal("0.800") == accuracy(cny("80.00"), cny("100.00"))
    assert accuracy(cny("100.00"), cny("0.00")) == 0
    assert accuracy(cny("0.00"), cny("0.00")) is None


def test_col_208_a_phase_is_measured_by_its_money() -> None:
    assert share(cny("35.00"), cny("100.00")) == Decimal("0.350")
    assert share(cny("0.00"), cny("0.00")) is None


def test_col_209_late_money_is_that_of_the_highest_level_before_it() -> None:
    levels = [(0, date(2026, 1, 1)), (1, date(2026, 2, 1)), (7, date(2026, 2, 7)), (15, date(2026, 2, 15))]
    assert recovered_after(levels, date(2026, 1, 31)) is None
    assert recovered_after(levels, date(2026, 2, 1)) == 1
    assert recovered_after(levels, date(2026, 2, 14)) == 7
    assert recovered_after(levels, date(2026, 3, 1)) == 15
