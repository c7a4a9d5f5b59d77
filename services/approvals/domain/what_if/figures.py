"""Where do approvals lose their time?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from messages.approvals.figures import StepFigures
from messages.business_time import Calendar, working_spans
from messages.errors import Malformed

LONGEST = timedelta(days=400)
USUAL = timedelta(days=30)
CLEAR_SHARE = 0.05  # who takes less of the whole is no bottleneck


def period(since: datetime | None, until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """APP-97: figures are of the last thirty days, or of a time that is named, of at most 400 days."""
    ends = until or now
    named = (since or ends).isoformat()
    try:
        begins = since or ends - USUAL
        if begins.tzinfo is None or ends.tzinfo is None or not begins < ends <= begins + LONGEST:
            raise Malformed("since", begins.isoformat(), "APP-97", days=LONGEST.days)
        return begins.astimezone(UTC), ends.astimezone(UTC)
    except OverflowError as beyond:  # the first or the last days that there are
        raise Malformed("since", named, "APP-97", days=LONGEST.days) from beyond


def bottleneck(steps: Sequence[StepFigures]) -> StepFigures | None:
    """APP-98: the step that has the greatest share of all working hours that steps were open."""
    slowest = max(steps, key=lambda step: step.share, default=None)
    return slowest if slowest is not None and slowest.share > CLEAR_SHARE else None


@dataclass(frozen=True)
class Worked:
    """Working time as a sum that grows: at the n-th start it is `before[n]`, and grows for `length[n]` (seconds)."""

    starts: tuple[float, ...]
    before: tuple[float, ...]
    length: tuple[float, ...]


@lru_cache(maxsize=64)
def worked(calendar: Calendar, since: datetime, until: datetime) -> Worked:
    """Between two moments; the same days are reckoned once."""
    starts, before, length, total = [], [], [], 0.0
    for opens, closes in working_spans(since, until, calendar):
        seconds = (closes - opens).total_seconds()
        starts.append(opens.timestamp())
        before.append(total)
        length.append(seconds)
        total += seconds
    return Worked(tuple(starts), tuple(before), tuple(length))


def whole_days(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """From midnight to midnight, so that what was reckoned a minute ago still serves."""
    first = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    last = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return first, last + timedelta(days=1)
