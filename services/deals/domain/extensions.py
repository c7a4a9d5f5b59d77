"""When may the protection of a registration be prolonged?"""

from datetime import datetime

from messages.deals.extensions import ExtensionStatus
from messages.deals.registrations import RegistrationStatus
from messages.errors import RuleViolation

S = ExtensionStatus
TRANSITIONS: dict[ExtensionStatus, tuple[ExtensionStatus, ...]] = {
    S.REQUESTED: (S.APPLIED, S.RETURNED, S.REJECTED, S.WITHDRAWN),
    S.RETURNED: (S.REQUESTED, S.WITHDRAWN),
    S.APPLIED: (),
    S.REJECTED: (),
    S.WITHDRAWN: (),
}
RUNNING = (S.REQUESTED, S.RETURNED)


def must_be_extendable(status: RegistrationStatus, extended_at: datetime | None, waiting: str | None) -> None:
    """DEA-74: a protection is prolonged while it runs, and once; one request at a time."""
    if status is not RegistrationStatus.PROTECTED or extended_at is not None or waiting is not None:
        raise RuleViolation("DEA-74", status=f"status.registration.{status}", number=waiting or "—")


def is_left(status: RegistrationStatus, extended_at: datetime | None) -> bool:
    """Is there anything left to prolong when it is approved?"""
    return status is RegistrationStatus.PROTECTED and extended_at is None


def move_extension(now: ExtensionStatus, to: ExtensionStatus) -> ExtensionStatus:
    """DEA-75: prolonging is requested, perhaps returned and requested again, and ends once."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("DEA-75", status=f"status.extension.{now}", to=f"status.extension.{to}")
    return to
