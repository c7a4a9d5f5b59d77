"""What may a customer do who orders for himself, and what is he told of his order?"""

from uuid import UUID

import pytest

from messages.errors import Forbidden, RuleViolation
from messages.orders.orders import GoodsState, OrderStatus
from messages.orders.portal import PortalOrderStatus as Said
from services.orders.domain.authority import Actor, must_act_for
from services.orders.domain.self_ordering import (
    must_be_first_of_number,
    must_have_seller,
    must_still_wait,
    portal_status,
)
from services.orders.domain.shipments import must_be_receiver

OWNER, CUSTOMER, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
BUYER = Actor(UUID(int=9), frozenset({"customer"}), "", CUSTOMER)


def test_ord_111_of_one_number_of_the_customers_own_one_order_stands() -> None:
    must_be_first_of_number("PO-7", standing=None)
    with pytest.raises(RuleViolation, match="ORD-111"):
        must_be_first_of_number("PO-7", standing="SO-1")


def test_ord_112_who_orders_for_himself_has_a_seller() -> None:
    must_have_seller(has_owner=True)
    with pytest.raises(RuleViolation, match="ORD-112"):
        must_have_seller(has_owner=False)


@pytest.mark.parametrize("status", OrderStatus)
def test_ord_113_a_customer_cancels_only_what_waits_for_approval(status: OrderStatus) -> None:
    if status in (OrderStatus.PLACED, OrderStatus.RETURNED):
        must_still_wait(status, "SO-1")
        return
    with pytest.raises(RuleViolation, match="ORD-113"):
        must_still_wait(status, "SO-1")


def test_ord_9_a_customer_acts_on_his_own_orders_and_only_where_that_is_said() -> None:
    must_act_for(BUYER, owner_id=OWNER, owner_unit="cs/east", customer_id=CUSTOMER, verb="x")
    for customer in (OTHER, None):
        with pytest.raises(Forbidden):
            must_act_for(BUYER, owner_id=OWNER, owner_unit="", customer_id=customer, verb="x")


def test_ord_9_of_an_order_without_a_customer_account_nothing_has_changed() -> None:
    seller = Actor(UUID(int=8), frozenset({"sales"}), "cs/east")
    with pytest.raises(Forbidden):
        must_act_for(seller, owner_id=OWNER, owner_unit="cs/east", customer_id=None, verb="x")


def test_ord_10_the_customer_says_what_arrived() -> None:
    must_be_receiver(may_ship=False, is_owner=False, is_customer=True)
    with pytest.raises(Forbidden):
        must_be_receiver(may_ship=False, is_owner=False, is_customer=False)


@pytest.mark.parametrize(
    ("status", "goods", "said"),
    [
        pytest.param(OrderStatus.PLACED, GoodsState.NONE, Said.WAITING, id="placed"),
        pytest.param(OrderStatus.RETURNED, GoodsState.NONE, Said.WAITING, id="sent back to its seller"),
        pytest.param(OrderStatus.CONFIRMED, GoodsState.NONE, Said.CONFIRMED, id="waits for goods"),
        pytest.param(OrderStatus.RESERVED, GoodsState.NONE, Said.CONFIRMED, id="on the shelf"),
        pytest.param(OrderStatus.RESERVED, GoodsState.PARTLY_SHIPPED, Said.PARTLY_SHIPPED, id="some left"),
        pytest.param(OrderStatus.CONFIRMED, GoodsState.PARTLY_RECEIVED, Said.PARTLY_SHIPPED, id="some came"),
        pytest.param(OrderStatus.SHIPPED, GoodsState.SHIPPED, Said.SHIPPED, id="all left"),
        pytest.param(OrderStatus.SHIPPED, GoodsState.PARTLY_RECEIVED, Said.SHIPPED, id="all left, some came"),
        pytest.param(OrderStatus.RECEIVED, GoodsState.RECEIVED, Said.RECEIVED, id="all came"),
        pytest.param(OrderStatus.COMPLETED, GoodsState.RECEIVED, Said.PAID, id="complete"),
        pytest.param(OrderStatus.CANCELLING, GoodsState.NONE, Said.CANCELLING, id="is being cancelled"),
        pytest.param(OrderStatus.CANCELLED, GoodsState.NONE, Said.CANCELLED, id="cancelled"),
    ],
)
def test_a_customer_is_told_in_his_words(status: OrderStatus, goods: GoodsState, said: Said) -> None:
    assert portal_status(status, goods) is said
