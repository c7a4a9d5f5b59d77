"""What may stand in a contract?"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.deals.contracts import ContractLine, ContractStatus
from messages.deals.terms import Instalment
from messages.errors import RuleViolation
from messages.money import MOST, Money
from services.deals.domain import contracts
from services.deals.domain.contracts import ListedProduct, PricedLine

CABLE, LAMP = UUID(int=1), UUID(int=2)
PRODUCTS = {
    CABLE: ListedProduct(CABLE, "CABLE", "Cable", Money.of("10.00", "CNY")),
    LAMP: ListedProduct(LAMP, "LAMP", "Lamp", Money.of("99.99", "USD")),
}


def line(product: UUID = CABLE, price: str = "9.00", quantity: int = 3, **more: object) -> ContractLine:
    return ContractLine.model_validate({"product_id": product, "price": price, "quantity": quantity, **more})


def test_the_agreed_price_stands_beside_the_list_price() -> None:
    assert contracts.priced([line()], PRODUCTS, "CNY") == [
        PricedLine(CABLE, "CABLE", "Cable", 3, Decimal("10.00"), Decimal("9.00"))
    ]


def test_dea_11_a_contract_has_one_currency() -> None:
    with pytest.raises(RuleViolation, match="DEA-11"):
        contracts.priced([line(), line(LAMP)], PRODUCTS, "CNY")


def test_dea_13_what_is_sold_is_known() -> None:
    with pytest.raises(RuleViolation, match="DEA-13"):
        contracts.priced([line(UUID(int=3))], PRODUCTS, "CNY")


def test_dea_14_a_product_stands_on_one_line() -> None:
    with pytest.raises(RuleViolation, match="DEA-14"):
        contracts.priced([line(), line(price="8.00")], PRODUCTS, "CNY")


def test_dea_15_the_list_price_is_the_products() -> None:
    contracts.priced([line(list_price="10.00")], PRODUCTS, "CNY")
    with pytest.raises(RuleViolation, match="DEA-15"):
        contracts.priced([line(list_price="10.01")], PRODUCTS, "CNY")


def priced(price: Decimal, quantity: int) -> PricedLine:
    return PricedLine(CABLE, "CABLE", "Cable", quantity, Decimal("10.00"), price)


def test_dea_12_a_total_that_is_too_large_violates_the_rule() -> None:
    total, listed = contracts.totals([priced(MOST, 1)], "CNY")
    assert (total.amount, listed.amount) == (MOST, Decimal("10.00"))
    with pytest.raises(RuleViolation, match="DEA-12"):
        contracts.totals([priced(MOST, 1), priced(Decimal("0.01"), 1)], "CNY")


@pytest.mark.parametrize(
    ("total", "listed", "percent"),
    [
        pytest.param("90.00", "100.00", "10.00", id="ten percent"),
        pytest.param("100.00", "100.00", "0.00", id="none"),
        pytest.param("110.00", "100.00", "-10.00", id="dearer than listed"),
        pytest.param("66.67", "100.00", "33.33", id="to two decimals"),
        pytest.param("0.00", "0.00", "0.00", id="nothing is listed"),
        pytest.param("9999999999999999.99", "0.01", "-99999999999999999800.00", id="the largest"),
    ],
)
def test_the_discount_is_of_the_list_total(total: str, listed: str, percent: str) -> None:
    assert contracts.discount_percent(Decimal(total), Decimal(listed)) == Decimal(percent)


def sold(*lines: tuple[str, str, int]) -> list[contracts.PricedLine]:
    """List price, agreed price, quantity."""
    return [
        contracts.PricedLine(uuid4(), "P", "p", quantity, Decimal(listed), Decimal(price))
        for listed, price, quantity in lines
    ]


@pytest.mark.parametrize(
    ("lines", "percent", "largest"),
    [
        pytest.param([("1000", "500", 1)], "50.00", "50.00", id="a machine at half its price"),
        pytest.param([("1000", "500", 1), ("0", "500", 1)], "50.00", "50.00", id="and a freight line"),
        pytest.param([("1000", "500", 1), ("10", "510", 1)], "49.50", "50.00", id="and a cable too dear"),
        pytest.param([("1000", "500", 1), ("1000", "1500", 1)], "25.00", "50.00", id="and another machine too dear"),
        pytest.param([("1000", "500", 1), ("1000", "1000", 9)], "5.00", "50.00", id="beside much at its price"),
        pytest.param([("1000", "1100", 1), ("0", "5", 3)], "-10.00", "0.00", id="only dearer"),
        pytest.param([("0", "500", 1)], "0.00", "0.00", id="nothing is listed"),
        pytest.param([("1000", "0", 1)], "100.00", "100.00", id="given away"),
    ],
)
def test_dea_45_46_case_b12_a_surcharge_hides_no_discount(lines: Any, percent: str, largest: str) -> None:
    assert contracts.discount_of(sold(*lines)) == Decimal(percent)
    assert contracts.largest_discount(sold(*lines)) == Decimal(largest)


PRICES = st.decimals(Decimal(0), Decimal(10_000), places=2)
LINES = st.lists(st.tuples(PRICES, PRICES, st.integers(1, 9)), max_size=5)


def test_dea_46_other_lines_hide_no_discount() -> None:
    assert contracts.largest_discount(sold(("1000", "500", 1), ("1000", "1000", 99))) == Decimal("50.00")


@given(LINES, PRICES, st.integers(1, 9), st.booleans())
def test_case_b12_no_dearer_line_makes_a_discount_smaller_in_money(
    lines: Any, more: Decimal, n: int, free: bool
) -> None:
    def given_away(all_: Any) -> Decimal:
        listed = sum((line.list_price * line.quantity for line in sold(*all_)), Decimal(0))
        return max(contracts.discount_of(sold(*all_)), Decimal(0)) * listed / 100

    listed = Decimal(0) if free else more / 2
    dearer = [*lines, (listed, more, n)]
    close = (sum((one[0] * one[2] for one in dearer), Decimal(0)) + 1) / 10_000  # two decimals of a percent
    assert abs(given_away(dearer) - given_away(lines)) <= close
    assert contracts.largest_discount(sold(*dearer)) == contracts.largest_discount(sold(*lines))


@pytest.mark.parametrize(
    ("percents", "fine"),
    [
        (["100"], True),
        (["33.33", "33.33", "33.34"], True),
        (["99.99"], False),
        (["100", "0.01"], False),
    ],
)
def test_dea_10_the_terms_add_up_to_100(percents: list[str], fine: bool) -> None:
    terms = [Instalment.model_validate({"percent": percent}) for percent in percents]
    if fine:
        contracts.must_add_up(terms)
        return
    with pytest.raises(RuleViolation, match="DEA-10"):
        contracts.must_add_up(terms)


@pytest.mark.parametrize("status", ContractStatus)
def test_dea_16_only_drafts_and_returned_contracts_are_edited(status: ContractStatus) -> None:
    if status in (ContractStatus.DRAFT, ContractStatus.RETURNED):
        contracts.must_be_editable(status)
        return
    with pytest.raises(RuleViolation, match="DEA-16"):
        contracts.must_be_editable(status)


def test_dea_17_orders_hold_an_effective_contract() -> None:
    contracts.must_have_no_order(ContractStatus.EFFECTIVE, [])
    contracts.must_have_no_order(ContractStatus.IN_APPROVAL, ["SO-1"])
    with pytest.raises(RuleViolation, match="DEA-17"):
        contracts.must_have_no_order(ContractStatus.EFFECTIVE, ["SO-1"])


@dataclass(frozen=True)
class Person:
    id: UUID
    roles: frozenset[str]


def test_whoever_prepares_is_noted_once_and_a_process_never() -> None:
    me, you = UUID(int=1), UUID(int=2)
    assert contracts.preparers([me], Person(you, frozenset({"sales"}))) == [me, you]
    assert contracts.preparers([me, you], Person(you, frozenset({"sales"}))) == [me, you]
    assert contracts.preparers([me], Person(you, frozenset({"process"}))) == [me]


def test_a_line_counts_its_price_for_each_piece() -> None:
    total, listed = contracts.totals([priced(Decimal("2.50"), 4), priced(Decimal("1.00"), 3)], "CNY")
    assert (total.amount, total.currency) == (Decimal("13.00"), "CNY")
    assert listed.amount == Decimal("70.00")
