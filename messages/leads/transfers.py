"""What is said of a lead that somebody offers to a colleague, who accepts or refuses it?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from messages.base import Command, Event, View
from messages.text import LongStr, ShortStr


class LeadTransferStatus(StrEnum):
    ASKED = "ASKED"  # the lead is its owner's still, and its clock runs
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"  # by who asked
    LAPSED = "LAPSED"  # the lead is no longer whose it was


class AskTransfer(Command):
    """To a colleague, of whatever department."""

    to_id: UUID
    pool_id: UUID | None = None  # in which pool it is then; without it: one of the receiver's, where he is of no other
    note: LongStr = ""


class RefuseTransfer(Command):
    reason: ShortStr


class LeadTransferView(View):
    id: UUID
    status: LeadTransferStatus
    lead_id: UUID
    number: str  # the lead's
    company: str | None
    project: str | None
    region: str | None
    product_line: str | None
    follow_up_due_at: datetime | None
    from_id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    pool_id: UUID
    pool: str
    note: str
    reason: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    answered_at: datetime | None
    may_answer: bool
    may_withdraw: bool
    version: int


class LeadTransferEvent(Event):
    """`number` is the lead's. `owner_id`: whom it concerns next."""

    lead_transfer_id: UUID
    lead_id: UUID
    number: str
    customer_name: str = ""  # the lead's company, as it says
    legal_entity_id: str
    owner_id: UUID
    from_id: UUID
    to_id: UUID


class LeadTransferAsked(LeadTransferEvent):
    """Its receiver accepts or refuses it."""

    subject: ClassVar[str] = "leads.lead_transfer.asked.v1"
    asked_by: UUID
    guidance: str = ""  # what the asker says to it


class LeadTransferAccepted(LeadTransferEvent):
    """It is the receiver's, with all that was done about it."""

    subject: ClassVar[str] = "leads.lead_transfer.accepted.v1"
    former_owner_id: UUID
    pool_id: UUID


class LeadTransferRefused(LeadTransferEvent):
    subject: ClassVar[str] = "leads.lead_transfer.refused.v1"
    reason: str
    mentions: list[UUID] = []  # who asked


class LeadTransferWithdrawn(LeadTransferEvent):
    subject: ClassVar[str] = "leads.lead_transfer.withdrawn.v1"


class LeadTransferLapsed(LeadTransferEvent):
    subject: ClassVar[str] = "leads.lead_transfer.lapsed.v1"
