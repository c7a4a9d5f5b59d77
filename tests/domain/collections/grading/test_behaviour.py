"""How long does a customer's money stay out, and how late is he?"""

from datetime import date
from decimal import Decimal

import pytest

from messages.errors import Malformed
from messages.money import Money
from services.collections.domain.grading.behaviour import (
    average_days,
    days_sales_outstanding,
    first_month,
    must_have_been,
    share_of,
)

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("open_", "invoiced", "days"),
    [
        pytest.param("100.00", "100.00", "90.0", id="all of it is open"),
        pytest.param("50.00", "300.00", "15.0", id="a sixth"),
        pytest.param("200.00", "100.00", "180.0", id="older debts too"),
        pytest.param("1.00", "1800.00", "0.1", id="half a tenth, up"),
        pytest.param("0.99", "1800.00", "0.0", id="less than half a tenth"),
        pytest.param("0.00", "100.00", "0.0", id="nothing open"),
        pytest.param("100.00", "0.00", None, id="nothing was invoiced"),
    ],
)
def test_feature_144_col_240_days_sales_outstanding(open_: str, invoiced: str, days: str | None) -> None:
    found = days_sales_outstanding(Money.of(open_, "CNY"), Money.of(invoiced, "CNY"))
    assert found == (Decimal(days) if days else None)


@pytest.mark.parametrize(
    ("days", "of", "average"), [(0, 3, "0.0"), (10, 3, "3.3"), (1, 20, "0.1"), (1, 21, "0.0"), (0, 0, None)]
)
def test_feature_144_col_241_days_late_on_average(days: int, of: int, average: str | None) -> None:
    assert average_days(days, of) == (Decimal(average) if average else None)


def test_feature_144_the_share_that_is_overdue() -> None:
    assert share_of(Money.of("1", "CNY"), Money.of("3", "CNY")) == Decimal("0.333")
    assert share_of(Money.of("0", "CNY"), Money.of("0", "CNY")) is None


def test_col_242_up_to_a_day_that_has_been() -> None:
    for day in (date(2000, 1, 1), TODAY):
        must_have_been(day, TODAY)
    for day in (date(1999, 12, 31), date(2026, 3, 3)):
        with pytest.raises(Malformed, match="COL-242"):
            must_have_been(day, TODAY)


@pytest.mark.parametrize(("months", "first"), [(1, date(2026, 3, 1)), (3, date(2026, 1, 1)), (12, date(2025, 4, 1))])
def test_so_many_months_begin_on_a_first(months: int, first: date) -> None:
    assert first_month(TODAY, months) == first
