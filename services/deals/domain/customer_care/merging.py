"""When are two customers joined into one, what does it keep, and when is that undone?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from services.deals.domain.authority import Actor
from services.deals.domain.customer_care.moves import may_give_customer

TAKEN = ("sector", "region", "country", "founded", "employees", "revenue_millions")


@dataclass(frozen=True)
class Joined:
    """What must be known of each of two customers before they are one."""

    number: str
    legal_entity: str
    merged_into: UUID | None
    owner_id: UUID | None
    owner_unit: str
    name_key: str
    tax_id: str | None


@dataclass(frozen=True)
class Claim:
    """Whose a customer is, and since when."""

    owner_id: UUID
    since: datetime


def must_judge(actor: Actor, *both: Joined) -> None:
    """DEA-112: whether two customers are one, says who may give both of them away."""
    if not all(may_give_customer(actor, one.owner_id, one.owner_unit) for one in both):
        raise Forbidden("merge", "DEA-112")


def must_be_mergeable(one: Joined, into: Joined, *, same: bool) -> None:
    """DEA-113: a customer is joined to another one of its legal entity, and both stand for themselves."""
    stand = one.merged_into is None and into.merged_into is None
    if same or not stand or one.legal_entity != into.legal_entity:
        raise RuleViolation("DEA-113", number=one.number, into=into.number)


def must_share_no_project(live: Mapping[str, str], others: Mapping[str, str]) -> None:
    """DEA-114: of two customers with live registrations of one project, one registration is ended first.

    Project → number of its live registration.
    """
    for project in sorted(live.keys() & others.keys()):
        raise RuleViolation("DEA-114", first=live[project], second=others[project])


def must_be_undoable(one: Joined, into: Joined | None) -> None:
    """DEA-115: a customer that was joined to another stands for itself again, while its name and tax id are its own."""
    if into is None or into.name_key == one.name_key or (one.tax_id is not None and into.tax_id == one.tax_id):
        raise RuleViolation("DEA-115", number=one.number)


def must_stand_for_itself(number: str, into: str | None) -> None:
    """DEA-116: what was joined to another customer is changed there."""
    if into is not None:
        raise RuleViolation("DEA-116", number=number, into=into)


def first_owner(claims: Collection[Claim]) -> UUID | None:
    """DEA-117: of two owners the one keeps the joined customer who had his first."""
    return min(claims, key=lambda claim: claim.since).owner_id if claims else None


def lacking(kept: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """What the customer that stays does not know, and the other does."""
    return {name: other[name] for name in TAKEN if other.get(name) is not None and kept.get(name) is None}
