"""Into which grade does what finance knows put a customer, and what must a policy be like?"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.grading.grades import CreditGrade, CreditRule, CreditRuleName, GradeTerms
from messages.errors import RuleViolation
from services.collections.domain.grading.evidence import must_have_answered, valid_until
from services.collections.domain.grading.score import graded, must_be_sound, points_of, terms_of

R = CreditRuleName
RULES = [
    CreditRule(rule=R.ON_TIME, points=30, bound=100), CreditRule(rule=R.AVERAGE_DAYS, points=15, bound=30),
    CreditRule(rule=R.WORST_DAYS, points=10, bound=90), CreditRule(rule=R.OVERDUE_DAYS, points=20, bound=60),
    CreditRule(rule=R.WRITE_OFFS, points=10, bound=2), CreditRule(rule=R.DISPUTES, points=5, bound=3),
    CreditRule(rule=R.RELATION_MONTHS, points=5, bound=24), CreditRule(rule=R.EVIDENCE, points=5, bound=100),
]  # fmt: skip
GRADES = [
    GradeTerms(grade=grade, least_score=least, most_days=days)
    for grade, least, days in zip(CreditGrade, (80, 60, 40, 0), (90, 60, 30, 0), strict=True)
]
BEST: dict[R, int | None] = {
    R.ON_TIME: 100, R.AVERAGE_DAYS: 0, R.WORST_DAYS: 0, R.OVERDUE_DAYS: 0, R.WRITE_OFFS: 0, R.DISPUTES: 0,
    R.RELATION_MONTHS: 24, R.EVIDENCE: 100,
}  # fmt: skip
WORST: dict[R, int | None] = {
    R.ON_TIME: 0, R.AVERAGE_DAYS: 30, R.WORST_DAYS: 90, R.OVERDUE_DAYS: 60, R.WRITE_OFFS: 2, R.DISPUTES: 3,
    R.RELATION_MONTHS: 0, R.EVIDENCE: 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "score", "grade"),
    [
        pytest.param(BEST, 100, "A", id="all there is"),
        pytest.param(WORST, 0, "D", id="nothing at all"),
        pytest.param(dict.fromkeys(R), 52, "C", id="of whom nothing is known: half of each, rounded up"),
        pytest.param(BEST | {R.OVERDUE_DAYS: 60}, 80, "A", id="a debt of sixty days costs all of its points"),
        pytest.param(BEST | {R.OVERDUE_DAYS: 61, R.DISPUTES: 1}, 78, "B", id="no more than all, and a dispute"),
        pytest.param(BEST | {R.EVIDENCE: None, R.RELATION_MONTHS: None}, 96, "A", id="half where nothing is known"),
    ],
)
def test_col_173_feature_143_a_score_is_what_each_rule_gives(facts: Any, score: int, grade: str) -> None:
    found = graded(facts, RULES, GRADES)
    assert (found.score, found.terms.grade.value) == (score, grade)
    assert sum(one.points for one in found.reasons) == score
    assert [one.rule for one in found.reasons] == [one.rule for one in RULES], "each rule says what it gave"


@pytest.mark.parametrize(
    ("measured", "points"),
    [(None, 10), (0, 20), (1, 20), (2, 19), (30, 10), (59, 0), (58, 1), (60, 0), (1000, 0), (-5, 20)],
)
def test_col_173_points_fall_in_proportion_to_the_bound(measured: int | None, points: int) -> None:
    assert points_of(RULES[3], measured).points == points


@given(facts=st.fixed_dictionaries({rule: st.none() | st.integers(0, 4000) for rule in R}))
def test_col_173_no_score_leaves_0_to_100(facts: dict[R, int | None]) -> None:
    assert 0 <= graded(facts, RULES, GRADES).score <= 100


@given(
    facts=st.fixed_dictionaries({rule: st.integers(0, 100) for rule in R}),
    rule=st.sampled_from([R.AVERAGE_DAYS, R.WORST_DAYS, R.OVERDUE_DAYS, R.WRITE_OFFS, R.DISPUTES]),
)
def test_col_173_who_pays_later_is_never_trusted_more(facts: dict[R, int | None], rule: R) -> None:
    worse = facts | {rule: (facts[rule] or 0) + 7}
    assert graded(worse, RULES, GRADES).score <= graded(facts, RULES, GRADES).score


@pytest.mark.parametrize(
    ("score", "grade"), [(100, "A"), (80, "A"), (79, "B"), (60, "B"), (59, "C"), (40, "C"), (39, "D"), (0, "D")]
)
def test_col_174_feature_143_the_best_grade_whose_least_score_is_reached(score: int, grade: str) -> None:
    assert terms_of(score, GRADES).grade.value == grade


def changed(which: int, **values: Any) -> list[GradeTerms]:
    return [one.model_copy(update=values) if place == which else one for place, one in enumerate(GRADES)]


@pytest.mark.parametrize(
    ("rules", "grades", "sound"),
    [
        pytest.param(RULES, GRADES, True, id="the house's"),
        pytest.param(RULES[:-1], GRADES, False, id="95 points"),
        pytest.param([*RULES[:-1], RULES[0]], GRADES, False, id="a rule twice"),
        pytest.param([*RULES[:-1], CreditRule(rule=R.ON_TIME, points=5, bound=9)], GRADES, False, id="twice, with 100"),
        pytest.param([CreditRule(rule=R.ON_TIME, points=100, bound=100)], GRADES, True, id="one rule with all"),
        pytest.param(RULES, GRADES[:3], False, id="no grade D"),
        pytest.param(RULES, [*GRADES[:2], GRADES[3], GRADES[2]], False, id="D before C"),
        pytest.param(RULES, changed(1, least_score=80), False, id="B from the score of A"),
        pytest.param(RULES, changed(3, least_score=1), False, id="no grade for 0"),
        pytest.param(RULES, changed(1, most_days=90), True, id="B as long as A"),
        pytest.param(RULES, changed(1, most_days=91), False, id="B longer than A"),
    ],
)
def test_col_175_feature_152_a_policy_is_whole(rules: list[CreditRule], grades: list[GradeTerms], sound: bool) -> None:
    if sound:
        must_be_sound(rules, grades)
    else:
        with pytest.raises(RuleViolation, match="COL-175"):
            must_be_sound(rules, grades)


@pytest.mark.parametrize(
    ("said", "counts_to"),
    [
        pytest.param(None, date(2026, 3, 12), id="the source names no day"),
        pytest.param(date(2026, 3, 5), date(2026, 3, 5), id="sooner"),
        pytest.param(date(2026, 3, 12), date(2026, 3, 12), id="the very day"),
        pytest.param(date(2027, 1, 1), date(2026, 3, 12), id="never longer than the policy says"),
    ],
)
def test_col_176_feature_146_how_long_evidence_counts(said: date | None, counts_to: date) -> None:
    assert valid_until(said, asked_on=date(2026, 3, 2), most_days=10) == counts_to


def test_col_178_feature_146_what_is_no_answer_is_no_evidence() -> None:
    must_have_answered("qcc", None)
    with pytest.raises(RuleViolation, match="COL-178"):
        must_have_answered("qcc", "HTTP 503")
