"""Where does a dunning letter go, what does it say, and when does it not go out?"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.dunning.letters import LetterState
from messages.errors import Malformed, RuleViolation
from messages.money import Money, minor_unit, rounded
from services.collections.domain.letters.addresses import (
    SetAddress,
    TitleAddress,
    letter_address,
    must_be_dunning_address,
)
from services.collections.domain.letters.interest import default_interest
from services.collections.domain.letters.sending import is_still_due, must_be_day_of_post, must_be_sendable

DUE = date(2026, 1, 31)
AMOUNTS = st.decimals(min_value="0.01", max_value="9999999.99", places=2)
RATES = st.decimals(min_value=0, max_value=36, places=2)


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


@given(
    owed=AMOUNTS, paid=st.lists(st.tuples(st.integers(-5, 120), AMOUNTS), max_size=4), rate=RATES,
    days=st.integers(-3, 100), currency=st.sampled_from(["CNY", "JPY", "EUR"]),
)  # fmt: skip
def test_feature_203_col_170_each_day_bears_interest_once_and_the_days_are_the_whole(
    owed: Decimal, paid: list[tuple[int, Decimal]], rate: Decimal, days: int, currency: str
) -> None:
    """Counted anew: day by day, on what was open at the end of that day."""
    came = [(DUE + timedelta(days=after), amount) for after, amount in paid]
    today, exact = DUE + timedelta(days=days), Decimal(0)
    for n in range(1, days + 1):
        day = DUE + timedelta(days=n)
        exact += (owed + sum((amount for on, amount in came if on >= day), Decimal(0))) * rate / 100 / 365
    counted = default_interest(Money(amount=owed, currency=currency), came, due=DUE, today=today, yearly=rate)
    assert abs(counted.amount - rounded(exact, minor_unit(currency))) <= minor_unit(currency)
    assert abs(counted.amount - exact) <= minor_unit(currency) / 2 + Decimal("1e-9")


@pytest.mark.parametrize(
    ("amount", "rate", "days", "interest"),
    [
        ("10000.00", "14.6", 10, "40.00"),
        ("10000.00", "14.6", 0, "0.00"),
        ("36.50", "5", 1, "0.01"),  # half a cent, up
        ("36.49", "5", 1, "0.00"),
        ("10000.00", "0", 400, "0.00"),
    ],
)
def test_col_170_interest_is_days_times_rate_by_365_rounded_half_up(
    amount: str, rate: str, days: int, interest: str
) -> None:
    today = DUE + timedelta(days=days)
    found = default_interest(cny(amount), (), due=DUE, today=today, yearly=Decimal(rate))
    assert found == cny(interest)


def test_col_170_what_was_paid_late_has_borne_interest_until_it_came() -> None:
    came = [(DUE + timedelta(days=5), Decimal("5000.00")), (DUE - timedelta(days=1), Decimal("100.00"))]
    found = default_interest(cny("5000.00"), came, due=DUE, today=DUE + timedelta(days=10), yearly=Decimal("14.6"))
    assert found == cny("30.00"), "ten days on what is open, five on what was paid, none on what came in time"


@pytest.mark.parametrize(
    ("known", "titles", "found"),
    [
        (SetAddress("ap@x.cn", "应付会计", None), [TitleAddress("甲", "a@x.cn", "")], ("ap@x.cn", "应付会计", "zh")),
        (SetAddress(), [TitleAddress("甲", "", ""), TitleAddress("乙", "b@x.cn", "")], ("b@x.cn", "乙", "zh")),
        (SetAddress(), [TitleAddress("A GmbH", "a@x.de", "DE")], ("a@x.de", "A GmbH", "en")),
        (SetAddress(lang="zh"), [TitleAddress("A GmbH", "a@x.de", "DE")], ("a@x.de", "A GmbH", "zh")),
        (SetAddress(), [], ("", "客户", "zh")),
    ],
)
def test_feature_203_col_167_where_a_letter_goes(
    known: SetAddress, titles: list[TitleAddress], found: tuple[str, str, str]
) -> None:
    address = letter_address(known, titles, customer="客户")
    assert (address.email, address.recipient, address.lang) == found


def test_col_168_a_dunning_address_is_one_of_mail() -> None:
    for good in ("", "ap@example.com"):
        must_be_dunning_address(good)
    with pytest.raises(Malformed, match="COL-168"):
        must_be_dunning_address("nobody")


def test_col_169_a_letter_of_which_nothing_is_left_is_not_sent() -> None:
    assert is_still_due(["AR-1", "AR-2"], ["AR-2", "AR-3"])
    assert not is_still_due(["AR-1"], ["AR-3"])
    assert not is_still_due(["AR-1"], [])


def test_col_171_a_cancelled_letter_is_not_sent() -> None:
    for state in LetterState:
        if state is not LetterState.CANCELLED:
            must_be_sendable(state, "DL-1")
    with pytest.raises(RuleViolation, match="COL-171"):
        must_be_sendable(LetterState.CANCELLED, "DL-1")


def test_col_172_a_letter_is_posted_between_its_writing_and_today() -> None:
    today = DUE + timedelta(days=3)
    for day in (DUE, today):
        must_be_day_of_post(day, written_on=DUE, today=today)
    for day in (DUE - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Malformed, match="COL-172"):
            must_be_day_of_post(day, written_on=DUE, today=today)
