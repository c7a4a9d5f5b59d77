"""Which terms follow from a policy, a grade and how somebody behaves?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from messages.collections.grading.grades import CreditRuleName as Fact
from messages.collections.offers.policies import BehaviourBound, ExtensionRule, GradeOffer
from messages.deals.offered_terms import PaymentWay
from messages.deals.terms import EarlyDiscount
from messages.errors import RuleViolation
from services.collections.domain.offers.offering import (
    CollectionPolicy,
    extension_of,
    must_be_offered,
    must_be_sound,
    offered,
    policy_for,
)

TRANSFER, BILL = PaymentWay.BANK_TRANSFER, PaymentWay.ACCEPTANCE_BILL
TWO_IN_TEN = EarlyDiscount(percent=Decimal(2), days=10)
PROMPT = ExtensionRule(
    name="prompt",
    days=15,
    bounds=[
        BehaviourBound(fact=Fact.ON_TIME, from_value=95),
        BehaviourBound(fact=Fact.BROKEN_PROMISES, to_value=0),
    ],
)
SLOW = ExtensionRule(name="slow", days=-20, bounds=[BehaviourBound(fact=Fact.OVERDUE_DAYS, from_value=31)])


def grade(name: str, usual: int = 30, most: int | None = None, **more: Any) -> GradeOffer:
    return GradeOffer(grade=name, ways=more.pop("ways", [TRANSFER]), usual_days=usual, most_days=most, **more)  # type: ignore[arg-type]


def grades(**other: GradeOffer) -> list[GradeOffer]:
    return [other.get(name or "none", grade(name)) for name in ("", "A", "B", "C", "D")]


def policy(entity: str = "*", offers: Sequence[GradeOffer] = (), *rules: ExtensionRule) -> CollectionPolicy:
    return CollectionPolicy(UUID(int=1), "P", entity, 1, tuple(offers or grades()), rules)


def test_col_210_the_policy_of_the_legal_entity_counts_before_that_of_everywhere() -> None:
    everywhere, own = policy(), policy("CS-CN")
    assert policy_for([everywhere, own], "CS-CN") is own
    assert policy_for([own, everywhere], "CS-US") is everywhere


@pytest.mark.parametrize(
    ("offers", "rules", "part"),
    [
        pytest.param(grades()[1:], [], "grades", id="customers without a grade are left out"),
        pytest.param([*grades()[:4], grade("C")], [], "grades", id="a grade twice"),
        pytest.param(grades(B=grade("B", ways=[BILL, BILL])), [], "ways B", id="a way twice"),
        pytest.param(grades(none=grade("", 31, 30)), [], "usual_days", id="usually longer than at most"),
        pytest.param(grades(C=grade("C", 31)), [], "days C", id="usually longer than a better grade"),
        pytest.param(grades(A=grade("A", 30, 60), B=grade("B", 30, 61)), [], "days B", id="longer at most"),
        pytest.param(
            grades(A=grade("A", 30, 60)), [], "days B", id="as long as one likes, where a better grade may not"
        ),
        pytest.param(grades(), [PROMPT.model_copy(update={"days": 0})], "prompt", id="a rule that gives nothing"),
        pytest.param(grades(), [PROMPT, PROMPT], "extensions", id="two rules of one name"),
        pytest.param(
            grades(), [SLOW.model_copy(update={"bounds": [BehaviourBound(fact=Fact.ON_TIME)]})], "slow", id="no bound"
        ),
        pytest.param(
            grades(),
            [SLOW.model_copy(update={"bounds": [BehaviourBound(fact=Fact.ON_TIME, from_value=2, to_value=1)]})],
            "slow",
            id="from more than to",
        ),
    ],
)
def test_col_211_what_no_policy_is(offers: list[GradeOffer], rules: list[ExtensionRule], part: str) -> None:
    with pytest.raises(RuleViolation, match="COL-211") as wrong:
        must_be_sound(offers, rules)
    assert wrong.value.params["part"] == part


def test_col_211_a_policy_may_be_as_long_for_each_grade() -> None:
    falling = grades(A=grade("A", 60, 60), B=grade("B", 60, 60), C=grade("C", 30, 30), D=grade("D", 0, 0))
    must_be_sound(falling, [PROMPT, SLOW])
    must_be_sound(grades(), [])


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        pytest.param({Fact.ON_TIME: 95, Fact.BROKEN_PROMISES: 0, Fact.OVERDUE_DAYS: 0}, "prompt", id="good enough"),
        pytest.param({Fact.ON_TIME: 94, Fact.BROKEN_PROMISES: 0, Fact.OVERDUE_DAYS: 30}, None, id="neither"),
        pytest.param({Fact.ON_TIME: 100, Fact.BROKEN_PROMISES: 1}, None, id="a broken promise"),
        pytest.param({Fact.ON_TIME: None, Fact.BROKEN_PROMISES: 0}, None, id="nothing is known"),
        pytest.param({Fact.OVERDUE_DAYS: 31}, "slow", id="late enough"),
        pytest.param(
            {Fact.ON_TIME: 99, Fact.BROKEN_PROMISES: 0, Fact.OVERDUE_DAYS: 90}, "prompt", id="the first counts"
        ),
    ],
)
def test_col_212_behaviour_gives_the_days_of_the_first_rule_that_fits(
    facts: dict[Fact, int | None], rule: str | None
) -> None:
    found = extension_of([PROMPT, SLOW], facts)
    assert (found.name if found else None) == rule


GOOD = {Fact.ON_TIME: 100, Fact.BROKEN_PROMISES: 0, Fact.OVERDUE_DAYS: 0}
LATE = {Fact.OVERDUE_DAYS: 40}


@pytest.mark.parametrize(
    ("facts", "most", "credit", "terms"),
    [
        pytest.param({}, None, None, (30, None), id="nothing bounds it"),
        pytest.param({}, None, 60, (30, 60), id="as long as the credit policy lets"),
        pytest.param({}, 45, 60, (30, 45), id="the collection policy is shorter"),
        pytest.param({}, 90, 60, (30, 60), id="the credit policy is shorter"),
        pytest.param(GOOD, 45, 60, (45, 60), id="who pays well has more, also at most"),
        pytest.param(LATE, 45, 60, (10, 25), id="who pays badly has less, also at most"),
        pytest.param(LATE, None, 10, (0, 0), id="never less than none"),
        pytest.param({}, None, 20, (20, 20), id="usually no longer than at most"),
        pytest.param(GOOD, None, 0, (15, 15), id="more than nothing"),
    ],
)
def test_col_213_feature_135_the_term_of_a_grade_with_the_days_of_behaviour(
    facts: dict[Fact, int | None], most: int | None, credit: int | None, terms: tuple[int, int | None]
) -> None:
    offer = offered(policy("*", grades(B=grade("B", 30, most)), PROMPT, SLOW), "B", facts, credit)
    assert (offer.usual_days, offer.most_days) == terms
    assert (offer.grade, offer.policy, offer.policy_version) == ("B", "P", 1)
    assert (offer.extension, offer.extension_days) in (("", 0), ("prompt", 15), ("slow", -20))


@pytest.mark.parametrize(("usual", "is_offered"), [(10, False), (11, True)], ids=["due as early", "due a day later"])
def test_col_213_less_for_paying_early_is_offered_where_that_is_before_the_usual_day(
    usual: int, is_offered: bool
) -> None:
    offer = offered(policy("*", grades(B=grade("B", usual, early=TWO_IN_TEN))), "B", {}, 60)
    assert offer.discount == (TWO_IN_TEN if is_offered else None)
    [row] = offer.terms
    assert (row.percent, row.days, row.discount) == (Decimal(100), usual, offer.discount)


def test_col_214_a_plan_is_paid_in_a_way_that_is_offered_or_was_agreed() -> None:
    offer = offered(policy("*", grades(C=grade("C", ways=[TRANSFER, BILL]))), "C", {}, None)
    for way, agreed in (("bank transfer", ()), ("acceptance bill", ()), ("", ()), ("cash", ("cash",))):
        must_be_offered(way, offer, agreed)
    must_be_offered("cash", None, ())
    with pytest.raises(RuleViolation, match="COL-214"):
        must_be_offered("cash", offer, ("cheque",))
