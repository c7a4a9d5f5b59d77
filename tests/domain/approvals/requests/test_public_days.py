"""Which days does a country not work, and which years are known for certain?"""

from datetime import date

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.errors import Malformed
from services.approvals.domain.people.public_days import (
    CLOSED_TOO,
    PublicDays,
    known_until,
    must_not_be_both,
    public_days,
    together,
    years_of,
)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("HK", date(2026, 4, 3)),  # Good Friday
        ("HK", date(2026, 4, 4)),  # the day following it
        ("MO", date(2026, 4, 3)),
        ("MO", date(2026, 12, 25)),
        ("ID", date(2026, 3, 20)),  # a joint holiday
        ("ID", date(2026, 12, 24)),
        ("JP", date(2026, 12, 31)),
    ],
)
def test_case_b8_a_place_is_closed_on_the_days_of_all_categories_that_close_it(country: str, day: date) -> None:
    assert day in public_days(country, None, [2026]).holidays


@pytest.mark.parametrize("country", sorted(CLOSED_TOO))
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_case_b8_nothing_of_the_default_category_is_lost(country: str, year: int) -> None:
    assert set(holidays.country_holidays(country, years=year)) <= public_days(country, None, [year]).holidays


def test_case_b8_what_does_not_close_a_place_is_left_out() -> None:
    assert date(2026, 2, 14) not in public_days("US", None, [2026]).holidays  # Valentine's Day
    assert date(2026, 11, 12) not in public_days("TW", None, [2026]).holidays  # kept, and worked
    assert date(2026, 3, 19) not in public_days("TR", None, [2026]).holidays  # from 1 pm


def test_case_b9_app_180_a_year_without_its_announcement_is_not_known() -> None:
    china = public_days("CN", None, [2026, 2027])
    assert china.announced == {2026}
    assert {day.year for day in china.holidays} == {2026, 2027}
    assert {day.year for day in china.makeup_days} == {2026}  # and not those of 2001-2011
    assert public_days("US", None, [2026, 2031]).announced == {2026, 2031}
    assert public_days("ID", None, [2026, 2027]).announced == {2026}  # days of the moon are estimated


def test_app_49_a_country_or_region_that_is_not_known_is_named() -> None:
    for country, region, field in (("ZZ", None, "country"), ("DE", "XX", "subdivision")):
        with pytest.raises(Malformed) as wrong:
            public_days(country, region, [2026])
        assert (wrong.value.field, wrong.value.rule) == (field, "APP-49")


def test_case_b9_known_until_the_end_of_the_last_year_in_a_row() -> None:
    assert known_until([2025, 2026, 2028], 2026) == date(2026, 12, 31)
    assert known_until([2026, 2027], 2026) == date(2027, 12, 31)
    assert known_until([2027], 2026) is None


def test_case_b10_app_182_a_day_of_the_house_wins() -> None:
    public = PublicDays(frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
    off, worked = together(public, [date(2026, 10, 10)], [date(2026, 10, 1)])
    assert (off, worked) == ([date(2026, 10, 10)], [date(2026, 10, 1)])


def test_app_183_this_year_and_the_next_and_what_it_has() -> None:
    assert years_of("CN", [], this=2026, had=[2025]) == [2025, 2026, 2027]
    assert years_of("CN", [2030], this=2026, had=[2025]) == [2030]
    assert years_of(None, [2030], this=2026, had=[2025]) == []


DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 1, 20)))


@given(off=DAYS, worked=DAYS, own_off=DAYS, own_worked=DAYS)
def test_app_182_whatever_the_country_says_the_house_is_followed(
    off: frozenset[date], worked: frozenset[date], own_off: frozenset[date], own_worked: frozenset[date]
) -> None:
    own_worked -= own_off
    days_off, makeup = together(PublicDays(off, worked), sorted(own_off), sorted(own_worked))
    assert own_off <= set(days_off) - set(makeup)
    assert own_worked <= set(makeup) - set(days_off)


def test_app_181_a_day_is_not_named_as_both() -> None:
    must_not_be_both([date(2026, 1, 1)], [date(2026, 1, 2)])
    with pytest.raises(Malformed, match="APP-181"):
        must_not_be_both([date(2026, 1, 2)], [date(2026, 1, 2)])
