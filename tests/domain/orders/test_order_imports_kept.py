"""Which number and day may an imported order keep?"""

from datetime import UTC, date, datetime

import pytest

from messages.errors import Malformed, RuleViolation
from messages.orders.order_imports import ImportOrderRow
from services.orders.domain.order_imports import (
    EARLIEST,
    NOTHING_KEPT,
    kept_of,
    must_be_delivered,
    must_be_free,
    must_be_kept,
    must_be_own_number,
    must_be_past,
    must_bring_in_history,
)

NOW = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # 01:00 of the 2nd in Shanghai
TODAY = date(2026, 3, 2)


def row(**more: object) -> ImportOrderRow:
    fields = {"line": 2, "external_id": "A", "customer": "CU-1", "product_code": "X", "quantity": 1}
    return ImportOrderRow.model_validate(fields | more)


@pytest.mark.parametrize("number", ["A", "SO-1", "2024/001", "订单-7", "XS20240101#2", "a" * 40])
def test_ord_123_a_number_of_before_is_kept(number: str) -> None:
    must_be_own_number(number)


@pytest.mark.parametrize("number", ["a" * 41, "A 1", "-1", "SO-2026-CS-CN-000001", "so-2026-cs-cn-000001"])
def test_ord_123_no_sentence_and_none_of_our_series(number: str) -> None:
    with pytest.raises(Malformed) as no:
        must_be_own_number(number)
    assert (no.value.field, no.value.rule) == ("number", "ORD-123")


def test_ord_124_a_day_from_1990_until_today() -> None:
    must_be_past(EARLIEST, today=TODAY)
    must_be_past(TODAY, today=TODAY)
    for day in (date(1989, 12, 31), date(2026, 3, 3)):
        with pytest.raises(Malformed) as no:
            must_be_past(day, today=TODAY)
        assert (no.value.field, no.value.rule) == ("placed_on", "ORD-124")


def test_ord_125_a_number_is_one_orders() -> None:
    must_be_free("A-1", is_taken=False)
    with pytest.raises(Malformed) as no:
        must_be_free("A-1", is_taken=True)
    assert no.value.rule == "ORD-125"


@pytest.mark.parametrize(
    "said", [{}, {"number": "A-1"}, {"placed_on": TODAY}, {"number": "A-1", "placed_on": TODAY, "delivered_on": TODAY}]
)
def test_ord_127_what_is_brought_in_again_may_say_the_same_or_nothing(said: dict[str, object]) -> None:
    must_be_kept(row(**said), number="A-1", placed_on=TODAY, delivered_on=TODAY)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("number", {"number": "A-2", "placed_on": TODAY}),
        ("placed_on", {"number": "A-1", "placed_on": EARLIEST}),
        ("delivered_on", {"number": "A-1", "delivered_on": EARLIEST}),
    ],
)
def test_ord_127_another_number_or_day_is_refused(field: str, said: dict[str, object]) -> None:
    with pytest.raises(Malformed) as no:
        must_be_kept(row(**said), number="A-1", placed_on=TODAY, delivered_on=TODAY)
    assert (no.value.field, no.value.rule, no.value.params["number"]) == (field, "ORD-127", "A-1")


def test_a_day_is_its_noon_and_today_is_now() -> None:
    assert kept_of(row(), now=NOW, tz="Asia/Shanghai") == NOTHING_KEPT
    assert kept_of(row(placed_on=TODAY), now=NOW, tz="Asia/Shanghai").placed_at == NOW
    said = row(placed_on="2024-05-06", number="A-1", delivered_on="2024-05-07")
    past = kept_of(said, now=NOW, tz="Asia/Shanghai")
    assert (past.number, past.placed_at) == ("A-1", datetime(2024, 5, 6, 4, 0, tzinfo=UTC))
    assert past.delivered_at == datetime(2024, 5, 7, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 2, 1), TODAY])
def test_ord_128_delivered_between_the_order_and_today(day: date) -> None:
    must_be_delivered(day, placed_on=date(2026, 2, 1), today=TODAY)


@pytest.mark.parametrize(("placed_on", "day"), [(None, TODAY), (TODAY, date(2026, 3, 1)), (EARLIEST, date(2026, 3, 3))])
def test_ord_128_not_before_it_nor_in_days_to_come(placed_on: date | None, day: date) -> None:
    with pytest.raises(Malformed) as no:
        must_be_delivered(day, placed_on=placed_on, today=TODAY)
    assert (no.value.field, no.value.rule) == ("delivered_on", "ORD-128")


def test_ord_129_history_is_for_order_administration() -> None:
    must_bring_in_history({"order_admin", "sales"})
    with pytest.raises(RuleViolation, match="ORD-129"):
        must_bring_in_history({"sales", "sales_manager"})
