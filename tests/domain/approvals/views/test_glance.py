"""Is what a card shows read from whatever stands in a request?"""

from decimal import Decimal
from typing import Any

import pytest

from services.approvals.domain.views.glance import amount_asked, glance_of


def written(**more: Any) -> dict[str, Any]:
    return {"amount": None, "discounts": [None, None], "conflict_with": None, "conflict_owner": None} | more


@pytest.mark.parametrize(
    ("discounts", "largest"),
    [
        (["12.50", "30"], Decimal(30)),
        (["0", None], None),
        (["-4", "0.00"], None),
        (['["a"]', "7.5"], Decimal("7.5")),
        (["NaN", "1e"], None),
    ],
)
def test_case_f_the_largest_discount_counts_and_what_is_no_number_is_not_shown(
    discounts: list[str | None], largest: Decimal | None
) -> None:
    glance = glance_of(written(discounts=discounts))
    assert glance is not None
    assert glance.discount_percent == largest


def test_an_amount_that_nobody_named_is_not_shown_as_nothing() -> None:
    amounts = {said: glance_of(written(amount=said)) for said in ("0.00", "0", "12.00 CNY", "12.00")}
    assert [shown.amount for shown in amounts.values() if shown] == ["", "", "12.00 CNY", "12.00"]


@pytest.mark.parametrize(
    ("content", "facts", "amount"),
    [
        ({"amount": "12.00 USD", "total": "90.00 USD"}, {}, "12.00 USD"),
        ({"total": "90.00 USD"}, {"amount": "1.00"}, "90.00 USD"),
        ({}, {"amount": Decimal("5.00"), "currency": "EUR"}, "5.00 EUR"),
        ({"amount": "5"}, {}, "5.00 CNY"),
        ({"amount": "0.00 CNY"}, {}, "None"),
        ({"amount": "some"}, {}, "None"),
        ({"amount": {"amount": "1"}}, {}, "None"),
        ({}, {}, "None"),
    ],
)
def test_case_f_what_was_returned_says_how_much_it_is_about(
    content: dict[str, Any], facts: dict[str, Any], amount: str
) -> None:
    assert str(amount_asked(content, facts, "CNY")) == amount


def test_a_to_do_has_no_request_to_look_at() -> None:
    assert glance_of(None) is None
