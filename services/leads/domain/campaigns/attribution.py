"""For which activity did a lead come?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from messages.errors import Malformed


@dataclass(frozen=True)
class Running:
    """An activity for which leads may come."""

    id: UUID
    number: str
    code: str | None
    channel: str
    starts_on: date
    ends_on: date


def activity_named(said: str, activities: Sequence[Running]) -> Running | None:
    """By its number, or by its code."""
    wanted = said.casefold()
    return next((one for one in activities if wanted in (one.number.casefold(), (one.code or "").casefold())), None)


def must_be_activity(said: str, activities: Sequence[Running]) -> Running:
    """LEA-120: somebody who enters a lead names an activity of its legal entity, by its number or code."""
    found = activity_named(said, activities)
    if found is None:
        raise Malformed("activity", said, "LEA-120")
    return found


def activity_on(day: date, channel: str, activities: Sequence[Running]) -> Running | None:
    """LEA-121: without anybody saying so, a lead is of the activity that runs in its channel on that day; of several,
    of the one that began last."""
    running = [one for one in activities if one.channel == channel and one.starts_on <= day <= one.ends_on]
    return max(running, key=lambda one: (one.starts_on, one.number), default=None)


def must_be_of_entity(activity_id: UUID, its_entity: str | None, legal_entity_id: str) -> None:
    """LEA-122: what comes by a key or a form is of an activity of the same legal entity."""
    if its_entity != legal_entity_id:
        raise Malformed("activity_id", activity_id, "LEA-122")
