"""What does an order cost, to the cent, however it is discounted, charged and taxed?"""

from collections.abc import Sequence
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.apportionment import apportion
from messages.errors import Malformed, RuleViolation
from messages.money import MOST
from services.orders.domain.pricing import ChargeTerms, LineTerms, OrderTerms, PricedOrder, price_order

CENT = D("0.01")
RATES = st.sampled_from([D(0), D(1), D(3), D(6), D(9), D(13), D("5.5")])
PRICES = st.decimals(0, 50_000, places=4)
PERCENTS = st.decimals(0, 100, places=2)


@st.composite
def lines(draw: st.DrawFn) -> list[LineTerms]:
    def one() -> LineTerms:
        return LineTerms(
            draw(st.integers(1, 2000)), draw(PRICES), draw(st.none() | PERCENTS), tax_rate=draw(RATES), code="X"
        )

    return [one() for _ in range(draw(st.integers(1, 6)))]


CHARGES = st.lists(st.builds(ChargeTerms, st.decimals(1, 5000, places=2), RATES), max_size=3)
INCLUDED = st.booleans()


def price(some: Sequence[LineTerms], charges: Sequence[ChargeTerms] = (), **terms: object) -> PricedOrder:
    return price_order(some, charges, OrderTerms(**terms), "CNY")  # type: ignore[arg-type]


def must_add_up(order: PricedOrder, *, included: bool) -> None:
    for line in (*order.lines, *order.charges):
        assert line.amount - line.share == line.net
        assert min(line.amount, line.discount, line.share, line.net, line.tax, line.total) >= 0
        assert line.total == (line.net if included else line.net + line.tax)
    assert order.total == sum(line.total for line in (*order.lines, *order.charges))
    assert order.tax == sum(line.tax for line in (*order.lines, *order.charges))


@given(lines(), CHARGES, PERCENTS, INCLUDED)
def test_feature_193_a_discount_in_percent_is_spread_to_the_cent_and_no_share_is_negative(
    some: list[LineTerms], charges: list[ChargeTerms], percent: D, included: bool
) -> None:
    bare = price(some, charges, tax_included=included)
    order = price(some, charges, discount_percent=percent, tax_included=included)
    must_add_up(bare, included=included)
    must_add_up(order, included=included)
    goods = sum(line.amount for line in bare.lines)
    given_away = sum(line.share for line in order.lines)
    assert abs(given_away - goods * percent / 100) <= D("0.005")
    assert order.charges == bare.charges


@given(lines(), CHARGES, st.data(), INCLUDED)
def test_feature_100_the_customer_pays_the_final_amount_to_the_cent(
    some: list[LineTerms], charges: list[ChargeTerms], data: st.DataObject, included: bool
) -> None:
    bare = price(some, charges, tax_included=included)
    least = sum((line.total for line in bare.charges), D(0))
    cents = data.draw(st.integers(int(least * 100), int(bare.total * 100)))
    order = price(some, charges, final_amount=D(cents) / 100, tax_included=included)
    must_add_up(order, included=included)
    assert order.total == D(cents) / 100


@given(lines(), st.data(), INCLUDED)
def test_feature_100_the_total_does_not_depend_on_the_order_of_the_lines(
    some: list[LineTerms], data: st.DataObject, included: bool
) -> None:
    goods = sum((line.amount for line in price(some, tax_included=included).lines), D(0))
    taken = D(data.draw(st.integers(0, int(goods * 100)))) / 100
    shuffled = data.draw(st.permutations(some))
    one, other = (price(way, discount_amount=taken, tax_included=included) for way in (some, shuffled))
    assert (one.total, one.tax, one.discount) == (other.total, other.tax, other.discount)
    assert sorted(map(vars_of, one.lines)) == sorted(map(vars_of, other.lines))


def vars_of(line: object) -> tuple[D, ...]:
    return tuple(vars(line).values())


@given(st.integers(1, 10**10), RATES)
def test_feature_193_what_is_priced_before_tax_costs_the_same_when_it_is_priced_with_it(cents: int, rate: D) -> None:
    """Exclusive prices to inclusive ones and back: the same net, tax and total on the line."""
    before = price([LineTerms(1, D(cents) / 100, tax_rate=rate)], tax_included=False).lines[0]
    within = price([LineTerms(1, before.total, tax_rate=rate)]).lines[0]
    assert (within.total - within.tax, within.tax, within.total) == (before.net, before.tax, before.total)


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=8), st.data())
def test_feature_193_parts_add_up_to_the_whole_and_none_is_larger_than_its_weight(
    cents: list[int], data: st.DataObject
) -> None:
    weights = [D(one) / 100 for one in cents]
    whole = D(data.draw(st.integers(0, sum(cents)))) / 100
    parts = apportion(whole, weights, CENT)
    assert sum(parts) == whole
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
    total = sum(weights)
    exact = [whole * weight / total if total else D(0) for weight in weights]
    assert all(abs(part - quota) < CENT for part, quota in zip(parts, exact, strict=True))


def test_feature_99_each_line_has_its_own_discount_in_percent_or_as_an_amount() -> None:
    some = [LineTerms(3, D("100.00"), discount_percent=D(10)), LineTerms(1, D("50.00"), discount_amount=D("12.34"))]
    order = price(some)
    assert [(line.amount, line.discount) for line in order.lines] == [
        (D("270.00"), D("30.00")),
        (D("37.66"), D("12.34")),
    ]
    assert order.total == D("307.66")


def test_feature_193_the_odd_cent_goes_to_the_largest_remainder() -> None:
    order = price([LineTerms(1, D("10.00")), LineTerms(1, D("10.00")), LineTerms(1, D("10.01"))], discount_amount=D(1))
    assert [line.share for line in order.lines] == [D("0.33"), D("0.33"), D("0.34")]


def test_feature_193_a_price_has_four_decimals_and_its_line_is_rounded_once() -> None:
    assert price([LineTerms(1000, D("0.0125"))]).total == D("12.50")
    assert price([LineTerms(3, D("0.0050"))]).total == D("0.02")  # 0.015, half up; not three times 0.01
    assert price_order([LineTerms(3, D("10.50"))], [], OrderTerms(), "JPY").total == D("32.00")


def test_feature_193_tax_is_rounded_on_each_line() -> None:
    some = [LineTerms(1, D("0.05"), tax_rate=D(13)) for _ in range(4)]
    before, within = price(some, tax_included=False), price(some)
    assert (before.tax, before.total) == (D("0.04"), D("0.24"))  # 4 x 0.0065, each 0.01
    assert (within.tax, within.total) == (D("0.04"), D("0.20"))


def test_feature_193_freight_is_a_line_of_its_own_that_no_discount_touches() -> None:
    order = price([LineTerms(1, D("100.00"))], [ChargeTerms(D("30.00"), D(9))], discount_percent=D(50))
    assert (order.total, order.charges[0].total, order.lines[0].share) == (D("80.00"), D("30.00"), D("50.00"))


@pytest.mark.parametrize(
    ("terms", "line"),
    [
        pytest.param({}, LineTerms(1, D("10.00"), discount_amount=D("10.01")), id="of a line"),
        pytest.param({"discount_amount": D("10.01")}, LineTerms(1, D("10.00")), id="of the order"),
    ],
)
def test_ord_26_a_discount_is_at_most_what_it_is_taken_from(terms: dict[str, D], line: LineTerms) -> None:
    with pytest.raises(RuleViolation, match="ORD-26"):
        price([line], **terms)
    assert price([LineTerms(1, D("10.01"), discount_amount=line.discount_amount)], **terms).total == 0


@pytest.mark.parametrize(("final", "good"), [("110.00", True), ("110.01", False), ("10.00", True), ("9.99", False)])
def test_ord_27_a_final_amount_lies_between_the_charges_and_what_all_costs(final: str, good: bool) -> None:
    def pay() -> PricedOrder:
        return price([LineTerms(1, D("100.00"))], [ChargeTerms(D("10.00"))], final_amount=D(final))

    if good:
        assert pay().total == D(final)
    else:
        with pytest.raises(RuleViolation, match="ORD-27"):
            pay()


@pytest.mark.parametrize(
    "terms", [OrderTerms(discount_amount=D("0.50")), OrderTerms(final_amount=D("0.50"))], ids=["discount", "final"]
)
def test_sys_18_an_amount_can_be_paid_in_its_currency(terms: OrderTerms) -> None:
    some = [LineTerms(1, D("100.00"))]
    assert price_order(some, [], terms, "CNY").total in (D("99.50"), D("0.50"))
    with pytest.raises(Malformed) as wrong:
        price_order(some, [], terms, "JPY")
    assert wrong.value.rule == "SYS-18"


def test_a_total_is_never_more_than_an_amount_can_be() -> None:
    assert price([LineTerms(1, MOST)]).total == MOST
    for more in ([LineTerms(1, MOST), LineTerms(1, CENT)], [LineTerms(1_000_000, D("99999999999999.9999"))]):
        with pytest.raises(Malformed):
            price(more)
