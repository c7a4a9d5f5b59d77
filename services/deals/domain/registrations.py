"""When may an opportunity be registered, protected, released, won?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from messages.deals.registrations import RegistrationStatus
from messages.errors import RuleViolation

MASK = "***"


class Live(Protocol):
    """A live registration of the customer."""

    id: UUID
    created_at: datetime  # when it was registered, whatever came back since
    owner_id: UUID
    project_key: str


L = TypeVar("L", bound=Live)


def already_registered(number: str, *, visible: bool) -> RuleViolation:
    """DEA-3: a project of a customer is registered once at a time; the first one stands."""
    return RuleViolation("DEA-3", number=number if visible else masked(number))


def protected_until(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)


def must_be_over(until: datetime | None, now: datetime) -> None:
    """DEA-5: a protection is released when its time is over, not before."""
    if until is None or now < until:
        raise RuleViolation("DEA-5", until=until)


def may_be_warned(
    status: RegistrationStatus, until: datetime | None, warned_of: datetime | None, now: datetime
) -> bool:
    """DEA-47: the owner of a registration is warned once of each end of its protection, before it has come."""
    return status is RegistrationStatus.PROTECTED and until is not None and now < until != warned_of


def must_be_protected(status: RegistrationStatus | None) -> None:
    """DEA-6: only an opportunity whose registration is protected may be won."""
    if status is not RegistrationStatus.PROTECTED:
        raise RuleViolation("DEA-6", status=f"status.registration.{status}" if status else "registration.none")


def same_project(project_key: str, live: Sequence[L]) -> L | None:
    """The live registration of this project among those of its customer."""
    return next((other for other in live if other.project_key == project_key), None)


def conflict_among(owner_id: UUID, live: Sequence[Live], *, since: datetime | None = None) -> UUID | None:
    """DEA-38: 撞单 is the oldest live registration of the same customer by somebody else, before this one's first time.

    Who registered first is in conflict with nobody who came later, though his was returned and submitted again.
    """
    others = [other for other in live if other.owner_id != owner_id]
    earlier = [other for other in others if since is None or other.created_at < since]
    return min(earlier, key=lambda other: (other.created_at, other.id)).id if earlier else None


def masked(number: str) -> str:
    """A business number of which only the kind is shown, for eyes that may not see the record."""
    return f"{number.split('-')[0]}-{MASK}"


def may_be_restored(status: RegistrationStatus, until: datetime | None, now: datetime) -> bool:
    """DEA-39: a registration that was closed by a win is protected again, for the rest of its time, when the contract
    came to nothing."""
    return status is RegistrationStatus.CLOSED and until is not None and now < until


def must_be_gradable(status: RegistrationStatus) -> None:
    """DEA-73: a registration is graded while it is decided, and while it is protected."""
    if status not in (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED):
        raise RuleViolation("DEA-73", status=f"status.registration.{status}")
