"""Did the person see what he decides on?"""

from collections.abc import Mapping
from typing import Any

from messages.errors import RuleViolation
from services.approvals.domain.canonical import differences


def must_have_seen(seen_hash: str, now_hash: str, seen: Mapping[str, Any] | None, now: Mapping[str, Any]) -> None:
    """APP-2: a decision holds only for the content that was seen; else the answer says what has changed."""
    if seen_hash != now_hash:
        changed = differences(seen, now) if seen is not None else []
        raise RuleViolation("APP-2", content_hash=now_hash, differences=changed)
