"""To which pool does a lead go, and which lead of a pool is taken first?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.org_path import is_within


@dataclass(frozen=True)
class Intake:
    """What a pool takes; empty = any."""

    pool_id: UUID
    code: str
    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def pool_for(source: str, region: str | None, pools: Sequence[Intake]) -> UUID:
    """LEA-4: a lead goes to the pool of its source and region, of its source, of its region, or the open one."""
    fitting = [(fit, pool.code, pool.pool_id) for pool in pools if (fit := _fit(source, region, pool)) is not None]
    if not fitting:
        raise RuleViolation("LEA-4", source=source, region=region or "-")
    return min(fitting, key=lambda found: (-found[0], found[1]))[2]


def chosen_pool(pool_id: UUID, pools: Sequence[Intake]) -> UUID:
    """LEA-25: a lead waits in a pool of its own legal entity."""
    if all(pool.pool_id != pool_id for pool in pools):
        raise Malformed("pool_id", pool_id, "LEA-25")
    return pool_id


def must_be_member(pool: str, *, pool_unit: str, person_unit: str) -> None:
    """LEA-16: the people of a pool's unit, and of the units below it, claim what waits there."""
    if not is_within(person_unit, pool_unit):
        raise RuleViolation("LEA-16", pool=pool)


def priority(*, phone: bool, email: bool, company: bool, project: bool) -> int:
    """LEA-13: the lead that can be reached and knows what it wants is claimed first."""
    return 4 * phone + 3 * project + 2 * email + company


def _fit(source: str, region: str | None, pool: Intake) -> int | None:
    """2 for the source, 1 for the region; None where the pool asks for another."""
    by_source = _takes(source, pool.sources)
    by_region = _takes(region, pool.regions)
    if by_source is None or by_region is None:
        return None
    return 2 * by_source + by_region


def _takes(value: str | None, accepted: tuple[str, ...]) -> bool | None:
    if not accepted:
        return False
    return True if value is not None and value.casefold() in {known.casefold() for known in accepted} else None
