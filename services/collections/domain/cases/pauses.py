"""For how long may dunning wait, and how does it go on afterwards?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from messages.collections.receivables import ReceivableStatus
from messages.errors import RuleViolation
from services.collections.domain.due_dates import local_day, midnight
from services.collections.domain.dunning_procedure import LevelReached


@dataclass(frozen=True)
class Watched:
    """Of a receivable, what decides whether it can be paused or promised."""

    number: str
    customer_id: UUID
    legal_entity_id: str
    currency: str
    status: ReceivableStatus
    history: bool


def pause_ends_at(until: date, *, now: datetime, tz: str, most_days: int) -> datetime:
    """COL-186: a pause of dunning lasts to the end of its last day where the customer is: today or later, no further
    ahead than the company allows."""
    today = local_day(now, tz)
    if not today <= until <= today + timedelta(days=most_days):
        raise RuleViolation("COL-186", until=until, most_days=most_days)
    return midnight(until + timedelta(days=1), tz)


def must_be_watched(found: Collection[Watched]) -> None:
    """COL-187: what is paused, promised, talked about or planned anew is open, watched by dunning, and of one customer
    in one legal entity."""
    wrong = next((one for one in found if one.status is not ReceivableStatus.OPEN or one.history), None)
    if wrong is not None:
        raise RuleViolation("COL-187", number=wrong.number)
    if len({(one.customer_id, one.legal_entity_id) for one in found}) != 1:
        raise RuleViolation("COL-187", number=", ".join(sorted(one.number for one in found)))


def is_held(held_until: datetime | None, moment: datetime) -> bool:
    """Does dunning wait at that moment?"""
    return held_until is not None and held_until > moment


def after_hold(reached: Sequence[LevelReached], held_until: datetime | None) -> list[LevelReached]:
    """COL-188: after a pause or a promise dunning goes on without a burst: with the highest level that was reached by
    then, said once."""
    if held_until is None:
        return list(reached)
    return [replace(one, at=max(one.at, held_until)) for one in reached[-1:]]


def held_deadline(natural: datetime | None, held_until: datetime) -> datetime | None:
    """No level is looked for before the hold is over."""
    return None if natural is None else max(natural, held_until)
