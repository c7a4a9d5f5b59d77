"""Who may act, and what do approvers have to know?"""

from decimal import Decimal
from uuid import UUID

import pytest

from messages.errors import Forbidden, RuleViolation
from messages.money import Money
from services.orders.domain.authority import Actor, must_act_for
from services.orders.domain.credit import (
    Credit,
    UnderWay,
    is_asked_again,
    is_over_credit_limit,
    most_days_late,
    must_stay_within_limit,
)
from services.orders.domain.products import floor_of, may_see_floor, must_have_free_code

OWNER, OTHER = UUID(int=1), UUID(int=2)
UNIT = "cs/east/sales-1"


def cny(amount: str) -> Money:
    return Money.of(amount, "CNY")


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        pytest.param(Actor(OWNER, {"sales"}, UNIT), True, id="the owner"),
        pytest.param(Actor(OTHER, {"sales"}, UNIT), False, id="a colleague of his unit"),
        pytest.param(Actor(OTHER, {"sales_manager"}, UNIT), True, id="the manager of his unit"),
        pytest.param(Actor(OTHER, {"sales_manager"}, "cs/east"), True, id="the manager above"),
        pytest.param(Actor(OTHER, {"sales_manager"}, "cs/east/sales-10"), False, id="the manager of another unit"),
        pytest.param(Actor(OTHER, {"sales_manager"}, ""), False, id="a manager of nothing"),
        pytest.param(Actor(OTHER, {"order_admin"}, "hq"), True, id="an order administrator"),
        pytest.param(Actor(OTHER, {"finance"}, "hq"), False, id="finance, who sees everything"),
    ],
)
def test_ord_9_who_acts_for_the_owner(actor: Actor, may: bool) -> None:
    if may:
        must_act_for(actor, owner_id=OWNER, owner_unit=UNIT, verb="place an order")
    else:
        with pytest.raises(Forbidden):
            must_act_for(actor, owner_id=OWNER, owner_unit=UNIT, verb="place an order")


@pytest.mark.parametrize(
    ("credits", "over"),
    [
        pytest.param([], False, id="nothing known"),
        pytest.param([Credit(cny("900"), credit_limit=cny("1000"))], False, id="exactly the limit"),
        pytest.param([Credit(cny("900.01"), credit_limit=cny("1000"))], True, id="one cent over"),
        pytest.param([Credit(cny("9000"))], False, id="no limit"),
        pytest.param(
            [Credit(Money.of(9000, "USD"), credit_limit=Money.of(1, "USD"))], False, id="another currency's limit"
        ),
    ],
)
def test_ord_2_over_the_limit_with_what_is_owed_already(credits: list[Credit], over: bool) -> None:
    assert is_over_credit_limit(cny("100"), credits) is over


def test_the_oldest_debt_counts_in_whatever_currency() -> None:
    assert most_days_late([]) == 0
    assert most_days_late([Credit(cny("1"), 3), Credit(Money.of(1, "USD"), 40)]) == 40


def test_ord_12_a_code_names_one_product() -> None:
    must_have_free_code("GTX-1", holder=OWNER, product_id=OWNER)
    with pytest.raises(RuleViolation, match="ORD-12"):
        must_have_free_code("GTX-1", holder=OTHER, product_id=OWNER)


LIMITED = Credit(cny("4000"), credit_limit=cny("10000"))


def test_ord_2_orders_under_way_count() -> None:
    assert is_over_credit_limit(cny("6000"), [LIMITED]) is False
    assert is_over_credit_limit(cny("6000"), [LIMITED], Decimal("0.01")) is True


@pytest.mark.parametrize(
    ("under_way", "again"),
    [
        pytest.param(UnderWay(), False, id="exactly the limit"),
        pytest.param(UnderWay(confirmed=Decimal("0.01")), True, id="a cent of another order"),
        pytest.param(UnderWay(waiting=Decimal("0.01")), True, id="a cent that waits"),
        pytest.param(UnderWay(confirmed=Decimal(1), accepted=Decimal(10001)), False, id="as much was accepted"),
        pytest.param(UnderWay(confirmed=Decimal(2), accepted=Decimal(10001)), True, id="less was accepted"),
    ],
)
def test_ord_23_an_order_is_asked_again_when_it_is_over_the_limit_by_now(under_way: UnderWay, again: bool) -> None:
    assert is_asked_again(Decimal(6000), LIMITED, under_way) is again
    assert is_asked_again(Decimal(6000), Credit(cny("4000")), under_way) is False


def test_ord_24_goods_leave_within_the_limit_or_as_accepted() -> None:
    must_stay_within_limit(LIMITED, UnderWay(), Decimal(6000), "Hua")
    must_stay_within_limit(LIMITED, UnderWay(accepted=Decimal(10001)), Decimal(6001), "Hua")
    with pytest.raises(RuleViolation, match="ORD-24"):
        must_stay_within_limit(LIMITED, UnderWay(), Decimal("6000.01"), "Hua")


@pytest.mark.parametrize(
    ("floor", "cost", "margin", "lowest"),
    [
        (None, None, None, None),
        ("80.00", None, None, "80.00"),
        (None, "60.00", "25.00", "80.0000"),
        (None, "10.00", "70.00", "33.3333"),
        ("90.00", "60.00", "25.00", "90.00"),
        ("70.00", "60.00", "25.00", "80.0000"),
        ("0.00", "60.00", None, None),
    ],
)
def test_feature_101_the_floor_is_the_floor_price_or_what_the_least_margin_needs(
    floor: str | None, cost: str | None, margin: str | None, lowest: str | None
) -> None:
    given = [None if one is None else Decimal(one) for one in (floor, cost, margin)]
    assert floor_of(*given) == (None if lowest is None else Decimal(lowest))


def test_ord_33_who_sells_a_product_does_not_see_its_floor() -> None:
    assert [may_see_floor({role}) for role in ("sales", "shipper", "legal", "ops")] == [False] * 4
    assert all(may_see_floor({role, "sales"}) for role in ("sales_manager", "order_admin", "finance", "director"))
