"""Which payments of before may be brought in?"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from messages.collections.payment_imports import ImportPaymentRow
from messages.errors import Malformed
from services.collections.domain.imports.payments import (
    must_be_known,
    must_be_one_payer,
    must_be_own_number,
    must_stay,
    must_work_for,
)

KEPT: dict[str, Any] = {
    "received_on": date(2024, 5, 6), "amount": Decimal("10.00"), "currency": "CNY", "reference": None
}  # fmt: skip


def row(**more: Any) -> ImportPaymentRow:
    return ImportPaymentRow.model_validate({"line": 2, "number": "HK-1", **KEPT, **more})


def test_col_200_a_number_of_before_is_one_word_and_none_of_our_series() -> None:
    for number in ("HK-1", "2024/回款/7", "a" * 40):
        must_be_own_number(number)
    for number in ("a" * 41, "HK 1", "PM-2026-CS-CN-000001"):
        with pytest.raises(Malformed) as no:
            must_be_own_number(number)
        assert (no.value.field, no.value.rule) == ("number", "COL-200")


def test_col_201_what_came_under_a_number_stays() -> None:
    must_stay(row(), KEPT)
    said = {"received_on": date(2024, 5, 7), "amount": "10.01", "currency": "USD", "reference": "R"}
    for field, value in said.items():
        with pytest.raises(Malformed) as no:
            must_stay(row(**{field: value}), KEPT)
        assert (no.value.field, no.value.rule) == (field, "COL-201")


def test_col_202_it_is_known_whose_money_it_is() -> None:
    known = uuid4()
    assert must_be_known("customer", "CU-1", known) == known
    with pytest.raises(Malformed) as no:
        must_be_known("order", "SO-9", None)
    assert (no.value.field, no.value.value, no.value.rule) == ("order", "SO-9", "COL-202")


def test_col_203_all_that_a_row_names_is_of_one_customer() -> None:
    one, other = uuid4(), uuid4()
    must_be_one_payer("order", "SO-1", [one, one])
    with pytest.raises(Malformed) as no:
        must_be_one_payer("order", "SO-1", [one, other])
    assert no.value.rule == "COL-203"


def test_col_204_for_a_legal_entity_of_ones_own() -> None:
    must_work_for("CS-CN", ["CS-CN"])
    must_work_for("CS-US", ["*"])
    with pytest.raises(Malformed) as no:
        must_work_for("CS-US", ["CS-CN"])
    assert (no.value.field, no.value.rule) == ("legal_entity_id", "COL-204")
