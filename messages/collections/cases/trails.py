"""What is said of the whole life of one receivable, for whoever audits it or takes it to court?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from messages.base import View
from messages.money import Money


class TrailEntry(View):
    """Something that happened to it. `digest`: over the one before it and all that this one says."""

    place: int
    at: datetime
    what: str  # the subject of an event, `ledger.<act>`, `letter`, `owner`
    by_id: UUID | None  # None: by a process, or by itself
    by_name: str
    words: str
    amount: Money | None  # what the ledger has of it; less than nothing: so much less is owed
    content: dict[str, Any]
    digest: str  # SHA-256, 64 hexadecimal digits


class ReceivableTrail(View):
    """`known_at`: the place whose digest was asked for; None where none was asked for, or none has it: then something
    before it is not as it was."""

    receivable_id: UUID
    number: str
    customer_name: str
    tz: str
    entries: list[TrailEntry]
    digest: str  # of the last one
    asked: str
    known_at: int | None
