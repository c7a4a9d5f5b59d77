"""With how many points, and into which grade, does what finance knows of a customer put him?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from messages.collections.grading.grades import CreditGrade, CreditRule, CreditRuleName, GradeTerms, RulePoints
from messages.errors import RuleViolation

ALL_POINTS = 100
# More of these is better; of all others less is.
GROWING = (CreditRuleName.ON_TIME, CreditRuleName.RELATION_MONTHS, CreditRuleName.EVIDENCE)
Facts = Mapping[CreditRuleName, int | None]  # None: nothing is known


@dataclass(frozen=True)
class Grading:
    score: int
    terms: GradeTerms
    reasons: tuple[RulePoints, ...]


def graded(facts: Facts, rules: Sequence[CreditRule], grades: Sequence[GradeTerms]) -> Grading:
    """COL-173: a customer's score is the sum of what each rule gives: all its points for the best, none at its bound,
    and in between in proportion, rounded half up; half of them where nothing is known."""
    reasons = tuple(points_of(rule, facts.get(rule.rule)) for rule in rules)
    score = sum(one.points for one in reasons)
    return Grading(score, terms_of(score, grades), reasons)


def points_of(rule: CreditRule, measured: int | None) -> RulePoints:
    if measured is None:
        points = _half_up(rule.points, 2)
    else:
        part = min(max(measured, 0), rule.bound)
        points = _half_up(rule.points * (part if rule.rule in GROWING else rule.bound - part), rule.bound)
    return RulePoints(rule=rule.rule, points=points, of=rule.points, measured=measured)


def terms_of(score: int, grades: Sequence[GradeTerms]) -> GradeTerms:
    """COL-174: a customer has the best grade whose least score he reaches."""
    return max((one for one in grades if one.least_score <= score), key=lambda one: one.least_score)


def must_be_sound(rules: Sequence[CreditRule], grades: Sequence[GradeTerms]) -> None:
    """COL-175: the rules of a credit policy stand in it once each and give 100 points together; the grades A to D
    stand in it once each, each from a lower score than the one before it, the last from 0, and none is given more days
    than a better one."""
    points = sum(one.points for one in rules)
    once = len({one.rule for one in rules}) == len(rules)
    falling = all(
        better.least_score > worse.least_score and better.most_days >= worse.most_days
        for better, worse in pairwise(grades)
    )
    ordered = [one.grade for one in grades] == list(CreditGrade)
    if not (once and points == ALL_POINTS and ordered and falling and grades[-1].least_score == 0):
        raise RuleViolation("COL-175", points=points)


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)
