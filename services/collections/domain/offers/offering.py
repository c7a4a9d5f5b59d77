"""Which terms follow from a collection policy, the customer's grade, and how he behaves?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from messages.collections.dunning.procedures import EVERYWHERE
from messages.collections.grading.grades import CreditGrade, CreditRuleName
from messages.collections.offers.policies import BehaviourBound, ExtensionRule, GradeOffer
from messages.deals.offered_terms import OfferedTerms, PaymentWay
from messages.deals.terms import EarlyDiscount
from messages.errors import RuleViolation

UNGRADED = ""
Facts = Mapping[CreditRuleName, int | None]  # None: nothing is known


@dataclass(frozen=True)
class CollectionPolicy:
    """One version of it, as published."""

    id: UUID
    name: str
    legal_entity_id: str
    version: int
    grades: tuple[GradeOffer, ...]
    extensions: tuple[ExtensionRule, ...] = ()


def policy_for(policies: Sequence[CollectionPolicy], legal_entity_id: str) -> CollectionPolicy:
    """COL-210: the collection policy of a customer is that of his legal entity, else that of everywhere."""
    fitting = [one for one in policies if one.legal_entity_id in (legal_entity_id, EVERYWHERE)]
    return max(fitting, key=lambda one: one.legal_entity_id != EVERYWHERE)


def must_be_sound(grades: Sequence[GradeOffer], extensions: Sequence[ExtensionRule]) -> None:
    """COL-211: a collection policy says of each grade, and of customers without one, what is offered: each way of
    payment once, a usual term no longer than the longest, none longer than that of a better grade; its rules of
    behaviour have names of their own, give or take days, and each bound says from or to what, the first no more than
    the second."""
    wanted = [UNGRADED, *CreditGrade]
    if [one.grade for one in grades] != wanted:
        raise RuleViolation("COL-211", part="grades")
    for one in grades:
        if len(set(one.ways)) != len(one.ways):
            raise RuleViolation("COL-211", part=f"ways {one.grade}".strip())
        if one.most_days is not None and one.usual_days > one.most_days:
            raise RuleViolation("COL-211", part=f"usual_days {one.grade}".strip())
    for better, worse in pairwise(grades[1:]):
        if worse.usual_days > better.usual_days or _most(worse) > _most(better):
            raise RuleViolation("COL-211", part=f"days {worse.grade}")
    for rule in extensions:
        if not rule.days or not all(_is_bound(bound) for bound in rule.bounds):
            raise RuleViolation("COL-211", part=rule.name)
    if len({rule.name for rule in extensions}) != len(extensions):
        raise RuleViolation("COL-211", part="extensions")


def extension_of(extensions: Sequence[ExtensionRule], facts: Facts) -> ExtensionRule | None:
    """COL-212: a customer's behaviour gives or takes the days of the first rule of which he is within all bounds; what
    nothing is known of is within none."""
    return next((rule for rule in extensions if all(_is_within(bound, facts) for bound in rule.bounds)), None)


def offered(policy: CollectionPolicy, grade: str, facts: Facts, credit_days: int | None) -> OfferedTerms:
    """COL-213: a customer is offered the usual term of his grade with the days of his behaviour, at most the longest
    one: the shorter of what the collection policy and the credit policy give his grade, with the same days. No term has
    less than no days, and less is taken for paying early only where that is before the usual day."""
    own = next(one for one in policy.grades if one.grade == grade)
    rule = extension_of(policy.extensions, facts)
    more = rule.days if rule else 0
    bounds = [days for days in (own.most_days, credit_days) if days is not None]
    most = max(min(bounds) + more, 0) if bounds else None
    usual = max(own.usual_days + more, 0)
    usual = usual if most is None else min(usual, most)
    return OfferedTerms(
        policy_id=policy.id,
        policy=policy.name,
        policy_version=policy.version,
        policy_entity=policy.legal_entity_id,
        grade=grade,
        ways=own.ways,
        usual_days=usual,
        most_days=most,
        discount=_in_time(own.early, usual),
        extension=rule.name if rule else "",
        extension_days=more,
    )


def must_be_offered(way: str, offer: OfferedTerms | None, agreed: Collection[str]) -> None:
    """COL-214: a row of a payment plan is paid in one of the ways that its customer is offered by now, or in one that
    was agreed in the plan before."""
    if way and offer is not None and way not in offer.ways and way not in agreed:
        ways = [_code(one) for one in offer.ways]
        raise RuleViolation("COL-214", way=_code(way), grade=offer.grade or "–", ways=ways)


def _code(way: str) -> str:
    """In words for who reads it; one of a company's own as it is."""
    return f"value.method.{way.replace(' ', '_')}" if way in list(PaymentWay) else way


def _in_time(early: EarlyDiscount | None, usual_days: int) -> EarlyDiscount | None:
    return early if early is not None and early.days < usual_days else None


def _most(one: GradeOffer) -> float:
    return float("inf") if one.most_days is None else one.most_days


def _is_bound(bound: BehaviourBound) -> bool:
    least, most = bound.from_value, bound.to_value
    said = least is not None or most is not None
    return said and (least is None or most is None or least <= most)


def _is_within(bound: BehaviourBound, facts: Facts) -> bool:
    measured = facts.get(bound.fact)
    if measured is None:
        return False
    is_enough = bound.from_value is None or measured >= bound.from_value
    return is_enough and (bound.to_value is None or measured <= bound.to_value)
