"""How far is an order from what its contract agreed, and what does it give away?"""

from decimal import Decimal

import pytest

from messages.errors import RuleViolation
from services.orders.domain.deviations import (
    Paid,
    at_stake,
    below_floor,
    contract_discount,
    is_above_rest,
    largest_discount,
    list_discount,
    must_keep_floor,
    must_not_be_given_away,
    price_deviation,
)


def line(price: str, contract_price: str = "100.00", quantity: int = 1) -> Paid:
    return Paid(quantity, Decimal(price) * quantity, Decimal(contract_price))


def sold(paid: str, listed: str, *, floor: str | None = None, quantity: int = 1, code: str = "X") -> Paid:
    """Without a contract."""
    lowest = None if floor is None else Decimal(floor)
    return Paid(quantity, Decimal(paid), list_price=Decimal(listed), floor_price=lowest, code=code)


@pytest.mark.parametrize(
    ("price", "contract_price", "percent"),
    [
        pytest.param("100.00", "100.00", "0.00", id="as agreed"),
        pytest.param("100.01", "100.00", "0.01", id="a cent more"),
        pytest.param("85.00", "100.00", "15.00", id="less"),
        pytest.param("1000000.00", "100.00", "999900.00", id="far more"),
        pytest.param("0.00", "0.00", "0.00", id="a gift, as agreed"),
        pytest.param("1.00", "0.00", "100.00", id="a gift that costs"),
    ],
)
def test_ord_21_a_price_differs_up_or_down(price: str, contract_price: str, percent: str) -> None:
    assert price_deviation([line(price, contract_price)]) == Decimal(percent)


def test_ord_21_the_furthest_line_counts_and_without_a_contract_none() -> None:
    assert price_deviation([line("100.00"), line("50.00"), line("110.00")]) == Decimal("50.00")
    assert price_deviation([]) == 0
    assert price_deviation([sold("50.00", "100.00")]) == 0


def test_ord_22_the_orders_of_a_contract_cost_what_was_agreed_and_not_a_cent_more() -> None:
    assert is_above_rest(Decimal("10.00"), agreed=Decimal("100.00"), ordered=Decimal("90.00")) is False
    assert is_above_rest(Decimal("10.01"), agreed=Decimal("100.00"), ordered=Decimal("90.00")) is True


def test_what_is_at_stake_is_the_dearer_of_both_prices() -> None:
    assert at_stake(Decimal("0.03"), [line("0.01", quantity=3)]) == Decimal("300.00")
    assert at_stake(Decimal("600.00"), [line("200.00", quantity=3)]) == Decimal("600.00")


def test_case_b12_ord_28_a_surcharge_hides_no_discount() -> None:
    assert list_discount([sold("500.00", "1000.00")]) == Decimal("50.00")
    assert list_discount([sold("500.00", "1000.00"), sold("500.00", "0.00")]) == Decimal("50.00")  # freight
    assert list_discount([sold("500.00", "1000.00"), sold("1500.00", "1000.00")]) == Decimal("25.00")
    assert largest_discount([sold("500.00", "1000.00"), sold("1500.00", "1000.00")]) == Decimal("50.00")
    assert list_discount([sold("1000.00", "1000.00")]) == list_discount([]) == largest_discount([]) == 0


def test_ord_29_the_discount_off_the_contract_is_another_one() -> None:
    under = Paid(2, Decimal("180.00"), Decimal("100.00"), list_price=Decimal("120.00"))
    assert (contract_discount([under]), list_discount([under])) == (Decimal("10.00"), Decimal("25.00"))


def test_ord_30_a_line_is_below_its_floor_when_its_pieces_cost_less_than_the_floor() -> None:
    assert below_floor([sold("240.00", "100.00", floor="80.00", quantity=3)]) == []
    assert below_floor([sold("239.99", "100.00", floor="80.00", quantity=3, code="GTX")]) == ["GTX"]
    assert below_floor([sold("0.09", "1.00", floor="0.0311", quantity=3)]) == []  # what that price rounds to
    assert below_floor([sold("0.01", "1.00")]) == []


def test_ord_31_some_products_are_not_sold_below_their_floor() -> None:
    low = [sold("79.99", "100.00", floor="80.00", code="GTX")]
    must_keep_floor(low, ["OTHER"])
    must_keep_floor([sold("80.00", "100.00", floor="80.00", code="GTX")], ["GTX"])
    with pytest.raises(RuleViolation) as refused:
        must_keep_floor(low, ["GTX"])
    assert (refused.value.rule, refused.value.params) == ("ORD-31", {"products": "GTX"})


def test_ord_32_no_discount_gives_a_line_away() -> None:
    must_not_be_given_away([line("0.01"), line("0.00", "0.00"), sold("0.00", "0.00")])
    for given in (line("0.00"), sold("0.00", "0.01")):
        with pytest.raises(RuleViolation, match="ORD-32"):
            must_not_be_given_away([given])
