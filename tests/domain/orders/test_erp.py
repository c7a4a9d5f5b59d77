"""Does what an ERP says count as it happened, in whichever order it comes?"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from messages.errors import RuleViolation
from messages.orders.orders import OrderStatus
from services.orders.domain import erp

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_ord_101_what_is_not_known_is_named() -> None:
    no = erp.unknown("product", "PUMP")
    assert (no.rule, no.params) == ("ORD-101", {"kind": "product", "named": "PUMP"})


def test_ord_102_five_minutes_ahead_is_a_clock_and_more_is_the_future() -> None:
    erp.must_have_happened(NOON + erp.CLOCKS_DIFFER, NOON)
    with pytest.raises(RuleViolation, match="ORD-102"):
        erp.must_have_happened(NOON + erp.CLOCKS_DIFFER + SECOND, NOON)


@pytest.mark.parametrize(
    ("known", "newer"),
    [
        pytest.param(None, True, id="nothing was said"),
        pytest.param(NOON - SECOND, True, id="a second older"),
        pytest.param(NOON, False, id="the same"),
        pytest.param(NOON + SECOND, False, id="a second newer"),
    ],
)
def test_ord_103_the_newest_word_counts(known: datetime | None, newer: bool) -> None:
    assert erp.is_newer(NOON, known) is newer


def test_ord_104_what_moved_since_a_count_is_reckoned_in() -> None:
    assert [erp.on_hand_now(10, moved_since=moved) for moved in (-3, 0, 2)] == [7, 10, 12]


@pytest.mark.parametrize(
    ("counted_at", "inside"),
    [
        pytest.param(None, False, id="never counted"),
        pytest.param(NOON - SECOND, False, id="counted before"),
        pytest.param(NOON, True, id="counted at that moment"),
        pytest.param(NOON + SECOND, True, id="counted after"),
    ],
)
def test_ord_105_what_had_left_before_a_count_is_in_it(counted_at: datetime | None, inside: bool) -> None:
    assert erp.is_in_count(NOON, counted_at) is inside


def test_ord_106_a_product_keeps_its_currency() -> None:
    erp.must_keep_currency("PUMP", agreed="CNY", said="CNY")
    with pytest.raises(RuleViolation, match="ORD-106"):
        erp.must_keep_currency("PUMP", agreed="CNY", said="USD")


@pytest.mark.parametrize("status", OrderStatus)
def test_ord_107_production_is_of_approved_orders_that_have_not_left(status: OrderStatus) -> None:
    if status in (OrderStatus.CONFIRMED, OrderStatus.RESERVED):
        erp.must_be_in_production(status)
        return
    with pytest.raises(RuleViolation, match="ORD-107"):
        erp.must_be_in_production(status)


def test_ord_108_a_known_shipment_has_the_pieces_that_it_had() -> None:
    pump, valve = uuid4(), uuid4()
    erp.must_be_the_same("W-1", known={pump: 3, valve: 1}, said={valve: 1, pump: 3})
    for said in ({pump: 2, valve: 1}, {pump: 3}, {pump: 3, valve: 1, uuid4(): 1}):
        with pytest.raises(RuleViolation, match="ORD-108"):
            erp.must_be_the_same("W-1", known={pump: 3, valve: 1}, said=said)


def test_ord_109_a_shipment_is_of_one_order() -> None:
    erp.must_be_of_one_order("W-1", ["SO-1", "SO-1"])
    with pytest.raises(RuleViolation, match="ORD-109") as no:
        erp.must_be_of_one_order("W-1", ["SO-2", "SO-1"])
    assert no.value.params["orders"] == "SO-1, SO-2"


def test_ord_110_a_shipment_is_taken_whole() -> None:
    erp.must_be_whole("W-1", {"W-2"})
    with pytest.raises(RuleViolation, match="ORD-110"):
        erp.must_be_whole("W-1", {"W-1"})
