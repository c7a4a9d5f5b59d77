"""Who corrects a lead, which, and what changed?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus
from messages.roles import Role

OVERSEERS = frozenset({Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN})
OF_POOLS = frozenset({Role.DIRECTOR, Role.OPS, Role.ADMIN})  # who read what waits
OPEN = frozenset({LeadStatus.POOLED, LeadStatus.OWNED, LeadStatus.NURTURED})


def must_may_edit(number: str, roles: frozenset[str], *, owner_id: UUID | None, actor_id: UUID) -> None:
    """LEA-86: a lead is corrected by its owner or by who oversees it; what waits by who may read it."""
    overseers = OVERSEERS if owner_id else OF_POOLS
    if owner_id != actor_id and not roles & overseers:
        raise RuleViolation("LEA-86", number=number)


def must_be_editable(number: str, status: LeadStatus) -> None:
    """LEA-87: what has ended stays as it was."""
    if status not in OPEN:
        raise RuleViolation("LEA-87", number=number, status=f"status.lead.{status}")


def must_stay_the_only_one(number: str, others: Sequence[str]) -> None:
    """LEA-88: a correction makes no lead the same as another live one: the two are merged instead."""
    if others:
        raise RuleViolation("LEA-88", number=number, other=others[0])


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What changed, field by field, as it is said."""
    return {
        name: {"before": _said(before.get(name)), "after": _said(value)}
        for name, value in after.items()
        if before.get(name) != value
    }


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    return "" if value is None else str(value)
