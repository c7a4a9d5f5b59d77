"""Who may act, and what do approvers have to know?"""

from uuid import UUID

import pytest

from messages.errors import Forbidden, Refused
from messages.money import Money
from services.orders.domain.credit import Credit, is_over_limit, most_days_late
from services.orders.domain.permission import Doer, check_acts_for
from services.orders.domain.price_list import check_code

OWNER, OTHER = UUID(int=1), UUID(int=2)
UNIT = "cs/east/sales-1"


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


@pytest.mark.parametrize(
    ("doer", "may"),
    [
        pytest.param(Doer(OWNER, {"sales"}, UNIT), True, id="the owner"),
        pytest.param(Doer(OTHER, {"sales"}, UNIT), False, id="a colleague of his unit"),
        pytest.param(Doer(OTHER, {"sales_manager"}, UNIT), True, id="the manager of his unit"),
        pytest.param(Doer(OTHER, {"sales_manager"}, "cs/east"), True, id="the manager above"),
        pytest.param(Doer(OTHER, {"sales_manager"}, "cs/east/sales-10"), False, id="the manager of another unit"),
        pytest.param(Doer(OTHER, {"sales_manager"}, ""), False, id="a manager of nothing"),
        pytest.param(Doer(OTHER, {"order_admin"}, "hq"), True, id="an order administrator"),
        pytest.param(Doer(OTHER, {"finance"}, "hq"), False, id="finance, who sees everything"),
    ],
)
def test_ord_9_who_acts_for_the_owner(doer: Doer, may: bool) -> None:
    if may:
        check_acts_for(doer, owner_id=OWNER, owner_unit=UNIT, verb="place an order")
    else:
        with pytest.raises(Forbidden):
            check_acts_for(doer, owner_id=OWNER, owner_unit=UNIT, verb="place an order")


@pytest.mark.parametrize(
    ("credits", "over"),
    [
        pytest.param([], False, id="nothing known"),
        pytest.param([Credit(cny("900"), limit=cny("1000"))], False, id="exactly the limit"),
        pytest.param([Credit(cny("900.01"), limit=cny("1000"))], True, id="one cent over"),
        pytest.param([Credit(cny("9000"))], False, id="no limit"),
        pytest.param([Credit(Money.of(9000, "USD"), limit=Money.of(1, "USD"))], False, id="another currency's limit"),
    ],
)
def test_ord_2_over_the_limit_with_what_is_owed_already(credits: list[Credit], over: bool) -> None:
    assert is_over_limit(cny("100"), credits) is over


def test_the_oldest_debt_counts_in_whatever_currency() -> None:
    assert most_days_late([]) == 0
    assert most_days_late([Credit(cny("1"), 3), Credit(Money.of(1, "USD"), 40)]) == 40


def test_ord_12_a_code_names_one_product() -> None:
    check_code("GTX-1", holder=OWNER, product_id=OWNER)
    with pytest.raises(Refused, match="ORD-12"):
        check_code("GTX-1", holder=OTHER, product_id=OWNER)
