"""What time is it, what is a new id, and a new secret? The only place that asks the machine."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def _machine() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _machine


def now() -> datetime:
    """Aware, in UTC."""
    return _source()


def stand_in(source: Callable[[], datetime] | None) -> None:
    """Tests only: let another clock tell the time; None puts the machine's back."""
    global _source
    _source = source or _machine


def new_id() -> UUID:
    """A UUID of version 7: later ids sort later."""
    return uuid7()


def new_secret(bytes: int = 32) -> str:
    """256 bits that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(bytes)
