"""When are two leads joined into one, what does it keep, and when is that undone?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus

TAKEN = (
    "channel", "product_line", "company", "contact", "phone", "email", "region", "project", "note", "industry", "heat",
    "planned_on",
)  # fmt: skip
JOINED = frozenset({LeadStatus.POOLED, LeadStatus.OWNED, LeadStatus.NURTURED})
KEEPS = JOINED | {LeadStatus.CONVERTED}


@dataclass(frozen=True)
class Claim:
    """Whose a lead is, and since when."""

    owner_id: UUID
    since: datetime


def first_owner(one: Claim | None, other: Claim | None) -> UUID | None:
    """LEA-51: of two owners the one keeps the joined lead who had his first."""
    claims = [claim for claim in (one, other) if claim is not None]
    return min(claims, key=lambda claim: claim.since).owner_id if claims else None


def may_keep_others(status: LeadStatus) -> bool:
    """It lives, or was converted."""
    return status in KEEPS


def must_be_mergeable(number: str, status: LeadStatus, *, repeats_it: bool, into: str, into_status: LeadStatus) -> None:
    """LEA-53: a lead that waits, is worked on or repeats the other is joined to one that lives or was converted."""
    if not may_keep_others(into_status) or not (status in JOINED or (status is LeadStatus.DUPLICATE and repeats_it)):
        raise RuleViolation(
            "LEA-53",
            number=number,
            status=f"status.lead.{status}",
            into=into,
            into_status=f"status.lead.{into_status}",
        )


def must_be_undoable(number: str, *, is_merged: bool) -> None:
    """LEA-54: a lead is taken out again of one to which a person joined it."""
    if not is_merged:
        raise RuleViolation("LEA-54", number=number)


def lacking(kept: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """What the lead that stays does not know, and the other does: as it is written."""
    return {name: str(other[name]) for name in TAKEN if other.get(name) and not kept.get(name)}


def must_know_owner(customer: str, *, owner_id: UUID | None, owner: str, actor_id: UUID, agreed: bool) -> None:
    """LEA-55: business at a customer of somebody else is opened by who says that he knows."""
    if owner_id is not None and owner_id != actor_id and not agreed:
        raise RuleViolation("LEA-55", number=customer, owner=owner)
