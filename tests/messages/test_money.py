"""Do parts of an amount add up to it, and can each be paid?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.money import Money, minor_unit, total


@given(
    currency=st.sampled_from(["CNY", "JPY", "KRW", "EUR"]),
    units=st.integers(0, 10**9),
    shares=st.lists(st.integers(1, 10_000), min_size=1, max_size=12),
)
def test_sys_18_parts_are_the_whole_and_each_can_be_paid(currency: str, units: int, shares: list[int]) -> None:
    whole = Money.of(units * minor_unit(currency), currency)
    parts = whole.split([Decimal(share) / 100 for share in shares])
    assert total(parts, currency) == whole
    assert all(part.amount >= 0 and part.amount % minor_unit(currency) == 0 for part in parts)


@pytest.mark.parametrize(
    ("amount", "parts"), [("1000", ["333", "334", "333"]), ("1000.50", ["333.50", "333.50", "333.50"])]
)
def test_sys_18_cents_where_there_are_none_stay_what_somebody_wrote(amount: str, parts: list[str]) -> None:
    assert total(Money.of(amount, "JPY").split([1, 1, 1]), "JPY") == Money.of(amount, "JPY")
    assert [part.amount for part in Money.of(amount, "JPY").split([1, 1, 1])] == [Decimal(one) for one in parts]


def test_sys_18_a_share_of_yen_is_whole_yen() -> None:
    assert Money.of("1000", "JPY") * Decimal("0.3333") == Money.of("333", "JPY")
    assert Money.of("1000", "CNY") * Decimal("0.3333") == Money.of("333.30", "CNY")
