"""Do the rows of a plan add up to the contract, whatever it costs and however it is divided?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.deals.terms import EarlyDiscount, Instalment
from messages.errors import RuleViolation
from messages.money import Money, total
from messages.payment_terms.reading import terms_from
from services.collections.domain import payment_plans
from services.collections.domain.allocation import Claim, Debt, oldest_first, redistribute
from services.collections.domain.terms.discounts import discount_taken, early_discount

CENT = Decimal("0.01")


def rows_of(terms: str, amount: str, currency: str = "CNY") -> list[str]:
    parts = payment_plans.instalments(Money.of(amount, currency), payment_plans.terms_of(terms_from(terms)))
    return [str(part.amount) for part in parts]


@pytest.mark.parametrize(
    ("terms", "amount", "rows"),
    [
        pytest.param("100% 分3期", "100.00", ["33.33", "33.34", "33.33"], id="thirds do not divide"),
        pytest.param("100% 分12期", "120000.00", ["10000.00"] * 12, id="twelfths that divide are equal"),
        pytest.param("30% 预付; 余款 收货后30天", "0.05", ["0.02", "0.03"], id="five cents"),
        pytest.param("40% 预付; 60% 分3期", "1000.00", ["400.00", "200.00", "200.00", "200.00"], id="parts of a share"),
    ],
)
def test_feature_131_col_4_the_rows_add_up_to_the_cent(terms: str, amount: str, rows: list[str]) -> None:
    assert rows_of(terms, amount) == rows
    assert sum(map(Decimal, rows)) == Decimal(amount)


def test_feature_131_twelve_parts_of_five_cents_are_five_cents_and_no_receivable_of_nothing() -> None:
    terms = payment_plans.terms_of(terms_from("100% 分12期"))
    assert sum(map(Decimal, rows_of("100% 分12期", "0.05"))) == Decimal("0.05")
    owed = payment_plans.receivables(Money.of("0.05", "CNY"), terms)
    assert [str(part.amount) for _, part in owed] == ["0.01"] * 5


@given(
    st.decimals("0.01", "9999999.99", places=2),
    st.lists(st.integers(1, 5), min_size=1, max_size=5),
    st.lists(st.integers(1, 36), min_size=5, max_size=5),
    st.sampled_from(["CNY", "JPY"]),
)
def test_feature_131_whatever_is_divided_the_rows_are_the_whole(
    amount: Decimal, shares: list[int], times: list[int], currency: str
) -> None:
    percents = Money.of(100, "CNY").split(shares)
    rows = [Instalment(percent=one.amount, times=part) for one, part in zip(percents, times, strict=False)]
    terms = payment_plans.terms_of(rows)
    whole = Money.of(amount, currency)
    parts = payment_plans.instalments(whole, terms)
    assert len(parts) == sum(row.times for row in rows)
    assert total(parts, currency) == whole
    assert [term.number for term in terms] == list(range(1, len(terms) + 1))
    assert all(part.amount >= 0 for part in parts)


def test_col_4_rows_that_are_not_the_whole_are_no_plan() -> None:
    with pytest.raises(RuleViolation, match="COL-4"):
        rows_of("30% 预付; 60% 收货后", "100.00")


@pytest.mark.parametrize(
    ("amount", "percent", "currency", "off"),
    [
        pytest.param("1000.00", "2", "CNY", "20.00", id="two percent"),
        pytest.param("0.24", "2", "CNY", "0.00", id="less than half a cent"),
        pytest.param("0.25", "2", "CNY", "0.01", id="half a cent"),
        pytest.param("1025", "2", "JPY", "21.00", id="a currency without cents"),
    ],
)
def test_feature_202_col_154_the_discount_can_be_paid(amount: str, percent: str, currency: str, off: str) -> None:
    found = early_discount(Money.of(amount, currency), EarlyDiscount(percent=Decimal(percent), days=10))
    assert str(found.amount) == off
    assert not early_discount(Money.of(amount, currency), None)


UNTIL = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("rest", "last", "tolerance", "taken"),
    [
        pytest.param("20.00", UNTIL, "0.00", "20.00", id="paid on the last day"),
        pytest.param("20.00", date(2026, 3, 13), "0.00", "0", id="a day too late"),
        pytest.param("20.01", UNTIL, "0.00", "0", id="a cent too little"),
        pytest.param("20.01", UNTIL, "0.01", "20.00", id="a cent too little, which the tolerance bears"),
        pytest.param("20.02", UNTIL, "0.01", "0", id="more than the tolerance bears"),
        pytest.param("19.99", UNTIL, "0.00", "19.99", id="never more than is left"),
        pytest.param("0.00", UNTIL, "0.00", "0", id="paid in full"),
        pytest.param("20.00", None, "0.00", "0", id="nothing came"),
    ],
)
def test_feature_202_col_155_the_discount_is_taken_in_time_and_for_all_that_is_left(
    rest: str, last: date | None, tolerance: str, taken: str
) -> None:
    found = discount_taken(Decimal("20.00"), UNTIL, rest=Decimal(rest), last=last, tolerance=Decimal(tolerance))
    assert found == Decimal(taken)


def test_feature_202_col_153_money_in_time_leaves_the_discount_open_and_late_money_does_not() -> None:
    debt_id, early, late = UUID(int=1), UUID(int=2), UUID(int=3)
    debt = Debt(debt_id, Decimal("1000.00"), date(2026, 4, 1), None, Decimal("20.00"), UNTIL)
    in_time = oldest_first(Decimal("1000.00"), [debt], received_on=UNTIL)
    assert [str(part.amount) for part in in_time] == ["980.00"]
    too_late = oldest_first(Decimal("1000.00"), [debt], received_on=date(2026, 3, 13))
    assert [str(part.amount) for part in too_late] == ["1000.00"]
    claims = [
        Claim(early, Decimal("980.00"), received_on=UNTIL),
        Claim(late, Decimal("500.00"), received_on=date(2026, 3, 20)),
    ]
    shared = redistribute(claims, [debt])
    assert ([str(part.amount) for part in shared[early]], shared[late]) == (["980.00"], [])
    part_paid = redistribute([Claim(early, Decimal("500.00"), received_on=UNTIL), claims[1]], [debt])
    assert [str(part.amount) for one in (early, late) for part in part_paid[one]] == ["500.00", "500.00"]
