"""When may an opportunity be registered, kept, released, won?"""

from datetime import datetime, timedelta

from messages.deals.registrations import RegistrationStatus
from messages.errors import Refused
from services.deals.domain.names import masked


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
