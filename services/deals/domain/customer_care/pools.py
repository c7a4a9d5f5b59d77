"""Who may take a customer from a pool, and when does it go back?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.business_time import Duration, Unit
from messages.deals.customer_care.pools import CustomerPoolRules
from messages.deals.customer_care.segments import SegmentCondition
from messages.deals.customers import CustomerStatus
from messages.errors import Forbidden, Malformed, RuleViolation
from messages.org_path import is_within

LENGTHS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
}
AGAIN = timedelta(days=1)  # a customer that is spared is looked at again after so long


@dataclass(frozen=True)
class PoolOf:
    """A pool, as far as a customer's clock is concerned."""

    id: UUID
    rules: CustomerPoolRules


@dataclass(frozen=True)
class CustomerDeadlines:
    """When its owner is warned, and when it goes back."""

    warn_at: datetime
    reclaim_at: datetime


def must_have_clocks(rules: CustomerPoolRules) -> None:
    """DEA-130: a customer pool says in days, hours or minutes after how long its customers come back, by one clock or
    both, and when their owners are warned before."""
    lengths = {name: _length(name, getattr(rules, name)) for name in ("without_follow_up", "without_deal")}
    given = [one for one in lengths.values() if one is not None]
    before = _length("warn_before", rules.warn_before)
    _length("cool_down", rules.cool_down)
    if not given or min(given) <= timedelta(0):
        raise Malformed("without_follow_up", rules.without_follow_up, "DEA-130")
    if before is None or before >= min(given):
        raise Malformed("warn_before", rules.warn_before, "DEA-130")


def pool_for(facts: Mapping[str, object], unit: str, pools: Sequence[PoolOf]) -> PoolOf | None:
    """DEA-131: of several pools that take a customer it belongs to the first by their position; of its owner's units
    only, where it has an owner."""
    for pool in pools:
        if (not unit or is_within(unit, pool.rules.unit)) and all(_is(facts, one) for one in pool.rules.conditions):
            return pool
    return None


def deadlines(rules: CustomerPoolRules, *, followed_at: datetime, dealt_at: datetime) -> CustomerDeadlines:
    """DEA-132: a customer goes back to its pool when nobody has followed up, or nothing was won, for the time that the
    pool allows, whichever is over first; both run from the day on which its owner got it."""
    ends = []
    if (quiet := _length("without_follow_up", rules.without_follow_up)) is not None:
        ends.append(followed_at + quiet)
    if (dry := _length("without_deal", rules.without_deal)) is not None:
        ends.append(dealt_at + dry)
    end = min(ends)
    return CustomerDeadlines(end - (_length("warn_before", rules.warn_before) or timedelta(0)), end)


def warned_first(end: CustomerDeadlines, now: datetime) -> CustomerDeadlines:
    """DEA-138: nobody loses a customer unwarned: whose time is over by new rules is warned at once, and has as long as
    is between the warning and the end."""
    return CustomerDeadlines(now, now + (end.reclaim_at - end.warn_at))


def has_its_end(end: CustomerDeadlines, now: datetime, *, stands: datetime | None) -> bool:
    """DEA-185: nobody puts off an end by writing something: where the time is over, the end that stands already holds,
    unless a warning now would end sooner."""
    return end.reclaim_at <= now and stands is not None and stands <= warned_first(end, now).reclaim_at


def must_be_free(number: str, *, owner_id: UUID | None, pool_id: UUID | None, status: CustomerStatus) -> None:
    """DEA-133: claimed is who was admitted, waits in a pool, and is nobody's."""
    if owner_id is not None or pool_id is None or status is not CustomerStatus.ACTIVE:
        raise RuleViolation("DEA-133", number=number)


def must_be_of_pool(unit: str, pool: CustomerPoolRules) -> None:
    """DEA-134: who works in the unit of a pool, or below it, claims there."""
    if not is_within(unit, pool.unit):
        raise Forbidden("claim", "DEA-134", name=pool.name)


def must_hold_less(pool: CustomerPoolRules, *, held: int, claimed_today: int) -> None:
    """DEA-135: nobody holds more customers of a pool than its limit, nor claims more of them in a day."""
    if held >= pool.holding_limit:
        raise RuleViolation("DEA-135", name=pool.name, most=pool.holding_limit)
    if pool.claims_per_day is not None and claimed_today >= pool.claims_per_day:
        raise RuleViolation("DEA-135", name=pool.name, most=pool.claims_per_day)


def start_of_day(now: datetime, tz: str) -> datetime:
    """DEA-186: a day of claims begins at midnight where the one who claims works."""
    zone = ZoneInfo(tz)
    return datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)


def must_have_cooled_down(number: str, pool: CustomerPoolRules, *, given_up_at: datetime | None, now: datetime) -> None:
    """DEA-136: who gave a customer back, or lost it to the clock, claims it again when the pool's cool-down is over."""
    length = _length("cool_down", pool.cool_down)
    if length is not None and given_up_at is not None and now < given_up_at + length:
        raise RuleViolation("DEA-136", number=number, free_at=given_up_at + length)


def must_have_pool(number: str, pool: PoolOf | None) -> PoolOf:
    """DEA-137: a customer is given back where a pool takes it."""
    if pool is None:
        raise RuleViolation("DEA-137", number=number)
    return pool


def must_be_poolable(number: str, status: CustomerStatus) -> None:
    """DEA-170: given back to a pool is a customer who was admitted; of one who was not, the claim is withdrawn."""
    if status is not CustomerStatus.ACTIVE:
        raise RuleViolation("DEA-170", number=number, status=f"status.customer.{status}")


def must_be_taken_by(number: str, facts: Mapping[str, object], pool: PoolOf, *, by_owner: bool) -> None:
    """DEA-173: to a pool that does not take a customer by its conditions only a manager moves it, not its owner."""
    if by_owner and pool_for(facts, "", [pool]) is None:
        raise RuleViolation("DEA-173", number=number, name=pool.rules.name)


def _is(facts: Mapping[str, object], condition: SegmentCondition) -> bool:
    value = facts.get(condition.field)
    return value is not None and str(value).casefold() in {one.casefold() for one in condition.any_of}


def _length(field: str, written: str | None) -> timedelta | None:
    if written is None:
        return None
    try:
        found = Duration.parse(written)
    except ValueError:
        raise Malformed(field, written, "DEA-130") from None
    if found.unit not in LENGTHS:
        raise Malformed(field, written, "DEA-130")
    return LENGTHS[found.unit] * found.amount
