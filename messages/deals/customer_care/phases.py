"""What is said of how far one is with a customer, of losing him, and of those who are hot?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.deals.customer_care.segments import NamedCode
from messages.deals.customers import CustomerEvent
from messages.text import Code, LongStr, ShortStr


class PhaseKind(StrEnum):
    WORKING = "WORKING"
    LOST = "LOST"  # he buys elsewhere
    ELIMINATED = "ELIMINATED"  # is not worth the work


class PhaseRow(NamedCode):
    kind: PhaseKind = PhaseKind.WORKING


USUAL_PHASES = [
    *(PhaseRow(code=one) for one in ("RELATION", "NEED", "OFFER", "DEAL", "MAINTENANCE")),
    PhaseRow(code="LOST", kind=PhaseKind.LOST),
    PhaseRow(code="ELIMINATED", kind=PhaseKind.ELIMINATED),
]


class ReminingRules(Command):
    """Who was lost or eliminated is worth another try after so many days, for these reasons (none named: any), of this
    importance (none named: any)."""

    after_days: int = Field(default=180, ge=1, le=3650)
    reasons: list[Code] = Field(default=[], max_length=50)
    importance: list[Code] = Field(default=[], max_length=50)


class MovePhase(Command):
    """`reason`: one of the reasons of losses, where he is lost or eliminated."""

    phase: Code
    reason: Code | None = None
    note: LongStr = ""


class CustomerPhaseView(View):
    """One step of his way."""

    phase: str
    former_phase: str | None
    reason: str | None
    note: str
    by_name: str
    at: datetime


class FlagHot(Command):
    reason: ShortStr


class CustomerPhaseMoved(CustomerEvent):
    subject: ClassVar[str] = "deals.customer.phase_moved.v1"
    phase: str
    former_phase: str | None = None
    kind: PhaseKind
    reason: str = ""
    by_id: UUID


class CustomerFlaggedHot(CustomerEvent):
    """Everybody concerned is told: his owner and the owner's manager, and who sells to him now (`mentions`)."""

    subject: ClassVar[str] = "deals.customer.flagged_hot.v1"
    reason: str
    by_id: UUID
    mentions: list[UUID] = []


class CustomerHotCleared(CustomerEvent):
    subject: ClassVar[str] = "deals.customer.hot_cleared.v1"
    by_id: UUID
    mentions: list[UUID] = []
