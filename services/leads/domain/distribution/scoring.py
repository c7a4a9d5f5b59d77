"""Which lead comes before which, which is a key lead, and when do people want to buy?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messages.errors import Malformed
from messages.leads.scoring import Weight
from services.leads.domain.conditions import ATTRIBUTES, Facts, When, fits, valid_when

MOST = 30_000  # of points, either way
# Where a legal entity has set none of its own.
USUAL_WEIGHTS = (
    Weight(attribute="phone", points=4),
    Weight(attribute="project", points=3),
    Weight(attribute="email", points=2),
    Weight(attribute="company", points=1),
)
USUAL_DAYS = 30


@dataclass(frozen=True)
class Scoring:
    """By what the leads of a legal entity are ordered."""

    weights: Sequence[Weight] = USUAL_WEIGHTS
    key_leads: Sequence[When] = ()
    window_days: int = USUAL_DAYS
    tz: str = "Asia/Shanghai"
    version: int = 0


@dataclass(frozen=True)
class Score:
    """Where a lead stands, and why."""

    priority: int
    points: Sequence[Weight]
    key_because: When | None
    in_window: bool
    window_at: datetime | None  # when that changes

    @property
    def is_key(self) -> bool:
        return self.key_because is not None


def score(facts: Facts, planned_on: date | None, scoring: Scoring, now: datetime) -> Score:
    """LEA-13: the lead with more points is claimed first: a legal entity says for what it gives points; where it has
    not, the lead that can be reached and knows what it wants has more of them."""
    points = [one for one in scoring.weights if fits(facts, {one.attribute: one.values})]
    total = sum(one.points for one in points)
    in_window, changes_at = window(planned_on, scoring.window_days, scoring.tz, now)
    return Score(max(-MOST, min(MOST, total)), points, key_because(facts, scoring.key_leads), in_window, changes_at)


def key_because(facts: Facts, key_leads: Iterable[When]) -> When | None:
    """LEA-80: a key lead is one that meets any of the conditions that its legal entity has set; it is taken before all
    others."""
    return next((when for when in key_leads if fits(facts, when)), None)


def window(planned_on: date | None, days: int, tz: str, now: datetime) -> tuple[bool, datetime | None]:
    """LEA-81: so many days before they want to buy, until that day is over, a lead comes before those without."""
    if planned_on is None:
        return False, None
    zone = ZoneInfo(tz)
    begins = datetime.combine(planned_on - timedelta(days=days), time.min, tzinfo=zone)
    ends = datetime.combine(planned_on + timedelta(days=1), time.min, tzinfo=zone)
    if now < begins:
        return False, begins
    return (True, ends) if now < ends else (False, None)


def valid_weights(weights: Sequence[Weight], own_fields: Iterable[str]) -> list[Weight]:
    """LEA-82: points are given for attributes of a lead, each with its values once."""
    own, seen = list(own_fields), set[tuple[str, str]]()
    for one in weights:
        valid_when("weights", {one.attribute: one.values}, own)
        for value in one.values or ("",):
            if (one.attribute, value.casefold()) in seen:
                raise Malformed("weights", f"{one.attribute} {value}".strip(), "LEA-82", attributes=ATTRIBUTES)
            seen.add((one.attribute, value.casefold()))
    return list(weights)


def valid_keys(key_leads: Sequence[When], own_fields: Iterable[str]) -> list[dict[str, list[str]]]:
    """LEA-83: what makes a key lead names at least one attribute: else all were."""
    own = list(own_fields)
    for when in key_leads:
        if not when:
            raise Malformed("key_leads", "", "LEA-83")
    return [valid_when("key_leads", when, own) for when in key_leads]
