"""What may stand in a contract?"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest

from messages.deals.contracts import ContractLine, ContractStatus, Instalment
from messages.errors import Refused
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
    with pytest.raises(Refused, match="DEA-11"):
        contracts.priced([line(), line(LAMP)], PRODUCTS, "CNY")


def test_dea_13_what_is_sold_is_known() -> None:
    with pytest.raises(Refused, match="DEA-13"):
        contracts.priced([line(UUID(int=3))], PRODUCTS, "CNY")


def test_dea_14_a_product_stands_on_one_line() -> None:
    with pytest.raises(Refused, match="DEA-14"):
        contracts.priced([line(), line(price="8.00")], PRODUCTS, "CNY")


def test_dea_15_the_list_price_is_the_products() -> None:
    contracts.priced([line(list_price="10.00")], PRODUCTS, "CNY")
    with pytest.raises(Refused, match="DEA-15"):
        contracts.priced([line(list_price="10.01")], PRODUCTS, "CNY")


def priced(price: Decimal, quantity: int) -> PricedLine:
    return PricedLine(CABLE, "CABLE", "Cable", quantity, Decimal("10.00"), price)


def test_dea_12_a_total_that_cannot_be_kept_is_refused() -> None:
    total, listed = contracts.totals([priced(MOST, 1)], "CNY")
    assert (total.amount, listed.amount) == (MOST, Decimal("10.00"))
    with pytest.raises(Refused, match="DEA-12"):
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
    with pytest.raises(Refused, match="DEA-10"):
        contracts.must_add_up(terms)


@pytest.mark.parametrize("status", ContractStatus)
def test_dea_16_only_drafts_and_returned_contracts_are_edited(status: ContractStatus) -> None:
    if status in (ContractStatus.DRAFT, ContractStatus.RETURNED):
        contracts.must_be_editable(status)
        return
    with pytest.raises(Refused, match="DEA-16"):
        contracts.must_be_editable(status)


def test_dea_17_orders_hold_an_effective_contract() -> None:
    contracts.must_have_no_order(ContractStatus.EFFECTIVE, [])
    contracts.must_have_no_order(ContractStatus.IN_APPROVAL, ["SO-1"])
    with pytest.raises(Refused, match="DEA-17"):
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
