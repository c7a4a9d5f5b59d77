"""When may an opportunity be registered, kept, released, won?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from messages.deals.registrations import RegistrationStatus
from messages.errors import Refused
from services.deals.domain.names import masked


class Live(Protocol):
    """A live registration of the customer."""

    id: UUID
    owner_id: UUID
    project_key: str


L = TypeVar("L", bound=Live)


def refuse_second(number: str, *, visible: bool) -> Refused:
    """DEA-3: a project of a customer is registered once at a time; the first one stands."""
    return Refused("DEA-3", number=number if visible else masked(number))


def protected_until(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)


def must_be_over(until: datetime | None, now: datetime) -> None:
    """DEA-5: a protection is released when its time is over, not before."""
    if until is None or now < until:
        raise Refused("DEA-5", until=until)


def must_be_protected(status: RegistrationStatus | None) -> None:
    """DEA-6: only an opportunity whose registration is protected may be won."""
    if status is not RegistrationStatus.PROTECTED:
        raise Refused("DEA-6", status=f"status.registration.{status}" if status else "registration.none")


def same_project(project_key: str, live: Sequence[L]) -> L | None:
    """The live registration of this project among those of its customer."""
    return next((other for other in live if other.project_key == project_key), None)


def conflict_among(owner_id: UUID, live: Sequence[Live]) -> UUID | None:
    """撞单: the oldest live registration of the same customer by somebody else."""
    return next((other.id for other in live if other.owner_id != owner_id), None)
