"""May goods leave to a customer whom finance does not trust, and are the terms of an order above his grade?"""

from decimal import Decimal

import pytest

from messages.deals.terms import Instalment, InstalmentTrigger
from messages.errors import RuleViolation
from services.orders.domain.credit import Standing, are_terms_above_grade, must_not_be_on_hold


def test_ord_114_nothing_leaves_to_a_customer_on_hold() -> None:
    must_not_be_on_hold(Standing("D"), "示例公司")
    with pytest.raises(RuleViolation, match="ORD-114"):
        must_not_be_on_hold(Standing("A", on_hold=True), "示例公司")


@pytest.mark.parametrize(
    ("days", "most", "above"),
    [
        pytest.param((30,), 30, False, id="exactly what the grade allows"),
        pytest.param((31,), 30, True, id="a day more"),
        pytest.param((0, 90), 60, True, id="one row of two"),
        pytest.param((0,), 0, False, id="paid at once"),
        pytest.param((3650,), None, False, id="nothing is known of him"),
    ],
)
def test_ord_115_feature_152_terms_above_the_grade(days: tuple[int, ...], most: int | None, above: bool) -> None:
    share = Decimal(100) / len(days)
    terms = [Instalment(percent=share, trigger=InstalmentTrigger.RECEIPT, days=one) for one in days]
    assert are_terms_above_grade(terms, Standing("B", most_days=most)) is above


def test_ord_115_feature_135_who_has_no_grade_is_judged_by_what_he_was_offered() -> None:
    terms = [Instalment(percent=Decimal(100), trigger=InstalmentTrigger.RECEIPT, days=30)]
    assert are_terms_above_grade(terms, Standing(), 29)
    assert not are_terms_above_grade(terms, Standing(), 30)
    assert not are_terms_above_grade(terms, Standing("B", most_days=30), 10)
