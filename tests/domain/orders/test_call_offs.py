"""What may be called off a contract?"""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from messages.errors import RuleViolation
from messages.orders.placing import OrderLine
from services.orders.domain.call_offs import Agreed, Called, call_off, from_price_list, may_close, must_be_effective

CABLE, LAMP = UUID(int=1), UUID(int=2)
PRICE = Decimal("10.50")


def agreed(line: int, product: UUID, quantity: int, called_off: int = 0, price: Decimal = PRICE) -> Agreed:
    return Agreed(line, product, quantity, called_off, price)


def wanted(product: UUID, quantity: int, price: str | None = None) -> OrderLine:
    return OrderLine.model_validate({"product_id": product, "quantity": quantity, "price": price})


def test_ord_3_without_lines_an_order_takes_all_that_is_left() -> None:
    taken = call_off([], [agreed(1, CABLE, 10, 4), agreed(2, LAMP, 3, 3), agreed(3, LAMP, 5)], "CNY")
    assert taken == [Called(1, CABLE, 6, PRICE), Called(3, LAMP, 5, PRICE)]


def test_ord_3_all_that_is_left_can_be_taken_and_not_one_more() -> None:
    lines = [agreed(1, CABLE, 10, 4)]
    assert call_off([wanted(CABLE, 6)], lines, "CNY") == [Called(1, CABLE, 6, PRICE)]
    with pytest.raises(RuleViolation) as refused:
        call_off([wanted(CABLE, 7)], lines, "CNY")
    assert refused.value.rule == "ORD-3"
    assert refused.value.params == {"product": str(CABLE), "wanted": 7, "left": 6}


def test_ord_3_two_lines_of_one_order_take_from_the_same_rest() -> None:
    with pytest.raises(RuleViolation, match="ORD-3"):
        call_off([wanted(CABLE, 6), wanted(CABLE, 5)], [agreed(1, CABLE, 10)], "CNY")


def test_ord_3_a_product_that_the_contract_lacks_cannot_be_called_off() -> None:
    with pytest.raises(RuleViolation, match="ORD-3"):
        call_off([wanted(LAMP, 1)], [agreed(1, CABLE, 10)], "CNY")


def test_ord_3_nothing_left_is_refused() -> None:
    with pytest.raises(RuleViolation, match="ORD-3"):
        call_off([], [agreed(1, CABLE, 10, 10)], "CNY")


def test_a_product_on_two_lines_of_the_contract_is_taken_from_the_first_at_its_own_price() -> None:
    lines = [agreed(1, CABLE, 4), agreed(2, CABLE, 10, price=Decimal("9.00"))]
    taken = call_off([wanted(CABLE, 6)], lines, "CNY")
    assert taken == [Called(1, CABLE, 4, PRICE), Called(2, CABLE, 2, Decimal("9.00"))]


def test_a_price_that_is_given_replaces_the_agreed_one() -> None:
    assert call_off([wanted(CABLE, 1, "8.00")], [agreed(1, CABLE, 4)], "CNY")[0].price == Decimal("8.00")


@pytest.mark.parametrize("effective", [True, False])
def test_ord_4_only_an_effective_contract_is_called_off(effective: bool) -> None:
    if effective:
        must_be_effective(effective=True, number="CT-1")
    else:
        with pytest.raises(RuleViolation, match="ORD-4"):
            must_be_effective(effective=False, number="CT-1")


def test_feature_99_what_is_taken_off_a_line_is_spread_over_the_lines_of_the_contract() -> None:
    lines = [agreed(1, CABLE, 4), agreed(2, CABLE, 10, price=Decimal("9.00"))]
    line = OrderLine(product_id=CABLE, quantity=6, discount_amount=Decimal("6.00"))
    assert [part.discount_amount for part in call_off([line], lines, "CNY")] == [Decimal("4.20"), Decimal("1.80")]


def test_ord_17_call_offs_close_only_while_no_order_stands() -> None:
    assert may_close([])
    assert not may_close(["SO-2026-CS-CN-000001"])


def test_ord_3_each_line_of_an_order_is_called_off() -> None:
    lines = [agreed(1, CABLE, 10), agreed(2, LAMP, 3)]
    assert call_off([wanted(CABLE, 6), wanted(LAMP, 2)], lines, "CNY") == [
        Called(1, CABLE, 6, PRICE),
        Called(2, LAMP, 2, PRICE),
    ]


def test_ord_20_a_line_costs_nothing_only_where_the_contract_says_so() -> None:
    free = Decimal("0.00")
    assert call_off([wanted(CABLE, 1, "0.01")], [agreed(1, CABLE, 1)], "CNY")[0].price == Decimal("0.01")
    assert call_off([wanted(CABLE, 1, "0.00")], [agreed(1, CABLE, 1, price=free)], "CNY")[0].price == free
    with pytest.raises(RuleViolation, match="ORD-20"):
        call_off([wanted(CABLE, 1, "0.00")], [agreed(1, CABLE, 1)], "CNY")


def test_ord_35_without_a_contract_a_line_costs_its_list_price_or_what_it_says() -> None:
    lines = [wanted(CABLE, 2), wanted(LAMP, 1, "3.00")]
    taken = from_price_list(lines, {CABLE: PRICE, LAMP: PRICE})
    assert [(part.contract_line, part.price) for part in taken] == [(None, PRICE), (None, Decimal("3.00"))]


def test_sys_18_a_discount_over_two_lines_of_a_contract_is_in_amounts_that_can_be_paid() -> None:
    line = wanted(CABLE, 9).model_copy(update={"discount_amount": Decimal("1000.00")})
    lines = [agreed(1, CABLE, 3), agreed(2, CABLE, 6)]
    dear = [replace(one, price=Decimal(1000)) for one in lines]
    yen = [part.discount_amount for part in call_off([line], dear, "JPY")]
    assert yen == [Decimal(333), Decimal(667)]
