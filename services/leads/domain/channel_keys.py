"""Whose is a channel key, what may come by it, and how much?"""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from messages.errors import Malformed, RuleViolation
from messages.leads.channel_keys import LeadField, ReceiveLead

PREFIX = "cslead_"
SHOWN = 4
LONGEST = 200
MINUTE = timedelta(minutes=1)
BESIDES = {"external_id", "phone_region"}


class TooMany(Exception):
    """More than is allowed has come by it: HTTP 429, try again in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WrongKey(Exception):
    """Nobody's key, or one that holds no longer: HTTP 401. Which of these is not said."""


@dataclass(frozen=True)
class Use:
    """What has come by it in this minute and on this day."""

    minute: datetime | None
    in_minute: int
    day: datetime | None
    in_day: int


@dataclass(frozen=True)
class Secrets:
    """Hashes of the newest one, and of the one before, which holds until then."""

    newest: str
    former: str | None = None
    former_until: datetime | None = None


def secret_of(random: str) -> str:
    return f"{PREFIX}{random}"


def hash_of(secret: str) -> str:
    """Of 256 random bits a plain hash is enough: nobody can try them all."""
    return hashlib.sha256(secret[:LONGEST].encode()).hexdigest()


def holds(hashed: str, secrets: Secrets, now: datetime) -> bool:
    """LEA-104: a key holds by its newest secret, and for the named time by the one before."""
    if hmac.compare_digest(hashed, secrets.newest):
        return True
    if secrets.former is None or secrets.former_until is None or now >= secrets.former_until:
        return False
    return hmac.compare_digest(hashed, secrets.former)


def must_hold_still(name: str, revoked_at: datetime | None) -> None:
    """LEA-105: what was revoked stays revoked: make another key."""
    if revoked_at is not None:
        raise RuleViolation("LEA-105", name=name)


def must_say_only(allowed: Collection[LeadField], command: ReceiveLead) -> None:
    """LEA-106: by a key comes what it may say of a lead, and nothing else."""
    for name in command.model_fields_set - BESIDES:
        if LeadField(name) not in allowed and getattr(command, name) not in (None, {}):
            raise Malformed(name, getattr(command, name), "LEA-106")


def must_be_reachable(command: ReceiveLead) -> None:
    """LEA-107: a lead says whom to ask for: a company, a contact, a phone or an e-mail."""
    if not (command.company or command.contact or command.phone or command.email):
        raise Malformed("phone", "", "LEA-107")


def used_once_more(use: Use, now: datetime, *, per_minute: int, per_day: int) -> Use:
    """LEA-108: in a minute, and in a day, no more comes by a key than was allowed."""
    minute = now.replace(second=0, microsecond=0)
    day = minute.replace(hour=0, minute=0)
    in_minute = use.in_minute if use.minute == minute else 0
    in_day = use.in_day if use.day == day else 0
    if in_minute >= per_minute:
        raise TooMany(_seconds(minute + MINUTE - now))
    if in_day >= per_day:
        raise TooMany(_seconds(day + timedelta(days=1) - now))
    return Use(minute, in_minute + 1, day, in_day + 1)


def _seconds(left: timedelta) -> int:
    return max(1, int(left.total_seconds()) + 1)
