"""What is said of correcting a lead, letting it sleep, and trying it again?"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.leads.leads import AHeat, Day, Region
from messages.text import Code, LongStr, SafeStr, ShortStr


class EditLead(Command):
    """Only what is given changes; null empties it. Where it came from stays as it was said."""

    product_line: Code | None = None
    company: ShortStr | None = None
    contact: ShortStr | None = None
    phone: ShortStr | None = None
    email: ShortStr | None = None
    region: ShortStr | None = None
    project: ShortStr | None = None
    note: LongStr | None = None
    industry: ShortStr | None = None
    heat: AHeat = None
    planned_on: Day | None = None
    extra: dict[str, SafeStr | int | float | bool | None] | None = None
    phone_region: Region | None = None


class LeadChangeView(View):
    """What somebody corrected of a lead, field by field: as it was, as it is. None: not for the asker's eyes."""

    version: int
    changes: dict[str, dict[str, str] | None]
    by_id: UUID
    by_name: str
    at: datetime


class WakesIn(StrEnum):
    """Where a lead is when it wakes up."""

    POOL = "POOL"  # whoever claims it, or is given it
    OWNER = "OWNER"  # with the one who put it to sleep; until then it counts as held


class NurtureLead(Command):
    """They want it, but not yet: it sleeps until a day."""

    wake_on: date
    wakes_in: WakesIn = WakesIn.POOL
    note: LongStr = ""


class ReuseLead(Command):
    """It was dropped, and is tried again."""

    note: LongStr = ""


class MoveLead(Command):
    """It waits in one pool, and belongs into another."""

    pool_id: UUID
    note: LongStr = ""


class MoveLeads(MoveLead):
    """The same for several."""

    lead_ids: list[UUID] = Field(min_length=1, max_length=500)
