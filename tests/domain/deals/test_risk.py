"""How risky is a contract, and why?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from messages.deals.contracts import ContractStatus
from messages.deals.terms import Instalment
from messages.errors import RuleViolation
from services.deals.domain.risk import (
    Earlier,
    Standing,
    are_terms_above_grade,
    is_over_room,
    must_be_assessable,
    risk_factors,
    risk_score,
)

KNOWN = Earlier(count=3, largest=Decimal(1000))
TODAY = date(2026, 3, 2)
PREPAID = [Instalment.model_validate({"percent": "100", "trigger": "EFFECTIVE", "days": 0})]
ON_CREDIT = [
    Instalment.model_validate({"percent": "40", "trigger": "RECEIPT", "days": 30}),
    Instalment.model_validate({"percent": "60", "trigger": "SHIPMENT", "days": 80}),
]


def points(total: str, discount: str, terms: list[Instalment], earlier: Earlier) -> dict[str, int]:
    return {f.cause: f.points for f in risk_factors(Decimal(total), Decimal(discount), terms, earlier, today=TODAY)}


def test_dea_32_a_prepaid_contract_at_list_price_with_a_known_customer_has_none() -> None:
    assert points("3000", "0.00", PREPAID, KNOWN) == {}


def test_dea_32_each_cause_is_named_with_its_points() -> None:
    assert points("3000.01", "12.50", ON_CREDIT, KNOWN) == {
        "discount": 13, "credit_days": 20, "no_prepayment": 10, "leap": 15
    }  # fmt: skip
    assert points("3000.01", "-5.00", ON_CREDIT, Earlier(0, Decimal(0))) == {
        "credit_days": 20, "no_prepayment": 10, "new_customer": 15
    }  # fmt: skip


def test_dea_32_a_day_that_is_agreed_is_credit_from_today_on() -> None:
    on = [Instalment.model_validate({"percent": "100", "trigger": "DATE", "days": 0, "on": "2028-12-31"})]
    assert points("3000", "0.00", on, KNOWN) == {"credit_days": 30, "no_prepayment": 10}


def test_dea_32_feature_142_what_finance_knows_of_the_customer_counts() -> None:
    bad = Standing("D", on_hold=True, hold_reason="诉讼", days_late=45)
    found = risk_factors(Decimal(3000), Decimal(0), PREPAID, KNOWN, today=TODAY, standing=bad)
    assert {one.cause: (one.points, one.note) for one in found} == {
        "grade": (25, "D"), "overdue": (20, "45"), "on_hold": (20, "诉讼")
    }  # fmt: skip
    for grade, points in (("A", 0), ("B", 0), ("C", 10), ("D", 25)):
        found = risk_factors(Decimal(3000), Decimal(0), PREPAID, KNOWN, today=TODAY, standing=Standing(grade))
        assert sum(one.points for one in found) == points


@pytest.mark.parametrize(
    ("total", "currency", "over"),
    [
        pytest.param("100.00", "CNY", False, id="exactly what he may still owe"),
        pytest.param("100.01", "CNY", True, id="a cent more"),
        pytest.param("9999.00", "USD", False, id="no limit in its currency"),
    ],
)
def test_dea_53_a_contract_over_what_may_still_be_owed(total: str, currency: str, over: bool) -> None:
    standing = Standing(room={"CNY": Decimal("100.00")})
    assert is_over_room(Decimal(total), currency, standing) is over


@pytest.mark.parametrize(
    ("most", "above"),
    [
        pytest.param(80, False, id="exactly the longest row"),
        pytest.param(79, True, id="a day less"),
        pytest.param(None, False, id="nothing is known of him"),
    ],
)
def test_dea_54_feature_152_terms_above_the_grade(most: int | None, above: bool) -> None:
    assert are_terms_above_grade(ON_CREDIT, Standing(most_days=most), today=TODAY) is above


def test_dea_54_feature_135_who_has_no_grade_is_judged_by_what_he_was_offered() -> None:
    assert are_terms_above_grade(ON_CREDIT, Standing(), today=TODAY, offered=79)
    assert not are_terms_above_grade(ON_CREDIT, Standing(), today=TODAY, offered=80)
    assert not are_terms_above_grade(ON_CREDIT, Standing(most_days=80), today=TODAY, offered=10)


def test_dea_54_a_day_that_is_agreed_counts_from_today() -> None:
    on = [Instalment.model_validate({"percent": "100", "trigger": "DATE", "days": 0, "on": "2026-04-01"})]
    assert are_terms_above_grade(on, Standing(most_days=29), today=TODAY)
    assert not are_terms_above_grade(on, Standing(most_days=30), today=TODAY)


@given(
    total=some.decimals("0.01", "1e15", places=2), discount=some.decimals(-100, 100, places=2),
    days=some.integers(0, 3650), count=some.integers(0, 5), largest=some.decimals(0, "1e15", places=2),
)  # fmt: skip
def test_dea_32_the_score_stays_in_its_bounds_and_grows_with_the_discount(
    total: Decimal, discount: Decimal, days: int, count: int, largest: Decimal
) -> None:
    terms = [Instalment.model_validate({"percent": "100", "days": days})]
    earlier = Earlier(count, largest)
    score = risk_score(risk_factors(total, discount, terms, earlier, today=TODAY))
    assert 0 <= score <= 100
    assert score <= risk_score(risk_factors(total, discount + 10, terms, earlier, today=TODAY))


def test_dea_33_what_is_being_approved_is_not_assessed_anew() -> None:
    must_be_assessable(ContractStatus.DRAFT)
    with pytest.raises(RuleViolation, match="DEA-33"):
        must_be_assessable(ContractStatus.IN_APPROVAL)
