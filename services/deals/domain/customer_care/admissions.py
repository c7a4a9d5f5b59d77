"""When is a customer admitted, and whose is it when two want it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messages.deals.customer_care.admissions import AdmissionStatus, Criterion
from messages.deals.customer_care.rules import AdmissionRules
from messages.deals.customers import CustomerStatus, SalesWay
from messages.errors import RuleViolation
from messages.roles import Role
from services.deals.domain.authority import Actor

S = AdmissionStatus
CLAIMERS = {Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.PARTNER}  # others bring in what was decided elsewhere
RUNNING = (S.SUBMITTED, S.RETURNED)
DECIDED = (S.ADMITTED, S.SUPERSEDED)
TRANSITIONS: dict[AdmissionStatus, tuple[AdmissionStatus, ...]] = {
    S.SUBMITTED: (S.ADMITTED, S.SUPERSEDED, S.RETURNED, S.REJECTED, S.WITHDRAWN),
    S.RETURNED: (S.SUBMITTED, S.WITHDRAWN),
    S.ADMITTED: (),
    S.SUPERSEDED: (),
    S.REJECTED: (),
    S.WITHDRAWN: (),
}


@dataclass(frozen=True)
class CustomerClaim:
    """Who wants a customer, how he sells to him, and since when he says so."""

    owner_id: UUID
    way: SalesWay
    tier: str | None
    since: datetime


def move_admission(now: AdmissionStatus, to: AdmissionStatus) -> AdmissionStatus:
    """DEA-118: an admission is submitted, perhaps returned and submitted again, and is decided once."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("DEA-118", status=f"status.admission.{now}", to=f"status.admission.{to}")
    return to


def is_claimed(actor: Actor, rules: AdmissionRules) -> bool:
    """DEA-171: whom a seller brings in for himself, one by one or from a file, waits for his admission where the legal
    entity wants one."""
    return rules.required and bool(actor.roles & CLAIMERS)


def must_be_claimable(number: str, *, is_owner: bool, status: CustomerStatus, running: str | None) -> None:
    """DEA-119: a customer is registered by somebody who does not have it, once at a time; its owner does so where it
    was not admitted."""
    has_it = is_owner and status is not CustomerStatus.REJECTED
    if has_it or running is not None:
        raise RuleViolation("DEA-119", number=number, running=running or "—")


def must_be_admitted(number: str, status: CustomerStatus) -> None:
    """DEA-120: business is registered and won with customers that were admitted."""
    if status is not CustomerStatus.ACTIVE:
        raise RuleViolation("DEA-120", number=number, status=f"status.customer.{status}")


def better_claim(one: CustomerClaim, other: CustomerClaim, rules: AdmissionRules) -> tuple[CustomerClaim, Criterion]:
    """DEA-121: of two valid claims the better one has the customer, by the first criterion of the legal entity that
    tells them apart; the time of a claim is that of its first submission, whatever was returned since."""
    for criterion in rules.criteria:
        first, second = _rank(one, criterion, rules), _rank(other, criterion, rules)
        if first != second:
            return (one, criterion) if first < second else (other, criterion)
    return other, Criterion.FIRST  # at one instant: who has it keeps it


def must_state_order(rules: AdmissionRules) -> None:
    """DEA-122: the criteria, ways and tiers are named once each, and who came first is the last criterion."""
    lists: tuple[Sequence[str], ...] = (rules.criteria, rules.ways, [tier.casefold() for tier in rules.tiers])
    if any(len(set(one)) < len(one) for one in lists) or rules.criteria[-1] is not Criterion.FIRST:
        raise RuleViolation("DEA-122")


def must_be_tier(tier: str | None, rules: AdmissionRules) -> str | None:
    """DEA-123: a tier is one that the legal entity has set."""
    if tier is None:
        return None
    for one in rules.tiers:
        if one.casefold() == tier.casefold():
            return one
    raise RuleViolation("DEA-123", tier=tier, known=list(rules.tiers) or "—")


def _rank(claim: CustomerClaim, criterion: Criterion, rules: AdmissionRules) -> float:
    """The smaller, the better."""
    if criterion is Criterion.WAY:
        return _place(claim.way, rules.ways)
    if criterion is Criterion.TIER:
        return _place(claim.tier, rules.tiers)
    return claim.since.timestamp()


def _place(value: str | None, order: Sequence[str]) -> int:
    return order.index(value) if value in order else len(order)
