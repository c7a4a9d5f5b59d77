"""To which pool does a lead go, and which lead of a pool is taken first?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Malformed, RuleViolation


@dataclass(frozen=True)
class Intake:
    """What a pool takes; empty = any."""

    pool_id: UUID
    code: str
    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()


def pool_for(source: str, region: str | None, pools: Sequence[Intake], product_line: str | None = None) -> UUID:
    """LEA-4: a lead goes to the pool of its product line, source and region, of what of these it takes, or the open
    one; the product line counts most, then the source."""
    said = (product_line, source, region)
    fitting = [(fit, pool.code, pool.pool_id) for pool in pools if (fit := _fit(said, pool)) is not None]
    if not fitting:
        raise RuleViolation("LEA-4", source=source, region=region or "-")
    return min(fitting, key=lambda found: (-found[0], found[1]))[2]


def chosen_pool(pool_id: UUID, pools: Sequence[Intake]) -> UUID:
    """LEA-25: a lead waits in a pool of its own legal entity."""
    if all(pool.pool_id != pool_id for pool in pools):
        raise Malformed("pool_id", pool_id, "LEA-25")
    return pool_id


def _fit(said: tuple[str | None, ...], pool: Intake) -> int | None:
    """4 for the product line, 2 for the source, 1 for the region; None where the pool asks for another."""
    fit = 0
    for value, accepted in zip(said, (pool.product_lines, pool.sources, pool.regions), strict=True):
        taken = _takes(value, accepted)
        if taken is None:
            return None
        fit = 2 * fit + taken
    return fit


def _takes(value: str | None, accepted: tuple[str, ...]) -> bool | None:
    if not accepted:
        return False
    return True if value is not None and value.casefold() in {known.casefold() for known in accepted} else None
