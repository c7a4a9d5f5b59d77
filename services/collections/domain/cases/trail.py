"""Is the trail of a receivable as it was when somebody kept its digest?"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Happening:
    """One thing in a trail, in the order in which they were written down."""

    id: str
    at: datetime
    what: str
    by: str
    content: Mapping[str, Any]


def digests_of(happenings: Sequence[Happening]) -> list[str]:
    """COL-199: the digest of each entry of a trail is SHA-256 over the digest before it and all that it says: whatever
    is changed, taken out or put in between gives it, and all after it, another one."""
    found, last = [], START
    for one in happenings:
        said = {"id": one.id, "at": one.at.astimezone(UTC).isoformat(), "what": one.what, "by": one.by}
        whole = {**said, "content": one.content}
        written = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        last = hashlib.sha256(f"{last}{written}".encode()).hexdigest()
        found.append(last)
    return found


def place_of(digest: str, digests: Sequence[str]) -> int | None:
    """Which entry, counted from one, has it."""
    return digests.index(digest) + 1 if digest in digests else None
