"""Which version of which plan counts, and what may one say?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from messages.collections.commission import CommissionMode as Mode
from messages.collections.commission import QuotaTier
from messages.errors import RuleViolation
from messages.org_path import is_within


@dataclass(frozen=True)
class PlanVersion:
    """As published; never changed."""

    id: UUID
    name: str
    unit: str  # empty: of the whole legal entity
    version: int
    begins_at: datetime
    mode: Mode
    rate: Decimal
    tiers: tuple[QuotaTier, ...]
    early_bonus: Decimal
    late_penalty: Decimal
    day_count: int


def version_of(versions: Sequence[PlanVersion], unit: str, at: datetime) -> PlanVersion | None:
    """COL-140: commission accrues by the version that was in force when it happened, of the plan of the order's unit,
    else of the closest unit above it, else of its legal entity; a later version changes nothing that has accrued.

    `versions`: of the legal entity.
    """
    begun = [one for one in versions if one.begins_at <= at and (not one.unit or is_within(unit, one.unit))]
    return max(begun, key=lambda one: (len(one.unit), one.version), default=None)


def must_begin_later(begins_at: datetime, now: datetime, last: datetime | None) -> None:
    """COL-141: a version begins on a day that comes, and after the version before it; the first one may begin at
    once."""
    if last is not None and (begins_at <= now or begins_at <= last):
        raise RuleViolation("COL-141")


def must_be_sound(mode: Mode, rate: Decimal, tiers: Sequence[QuotaTier]) -> None:
    """COL-142: a plan by quota has tiers and no rate, each tier above the one before it; any other has a rate and no
    tiers."""
    rising = all(low.above < high.above for low, high in pairwise(tiers))
    by_quota = mode is Mode.QUOTA
    if by_quota != bool(tiers) or not rising or (by_quota and rate):
        raise RuleViolation("COL-142")
