"""What is said of advances 预收款: money of a customer that settles nothing, when he owes again?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from messages.base import Command, Event, View
from messages.money import Money
from messages.text import Code

EVERYWHERE = "*"  # of every legal entity that has not said how itself


class AdvanceUse(StrEnum):
    OFFERED = "OFFERED"  # finance is asked
    AUTOMATIC = "AUTOMATIC"  # what was due first is settled at once


class SetAdvancePolicy(Command):
    """What becomes of a customer's money on account when he owes again, from the next order on."""

    legal_entity_id: Code | Literal["*"]
    use: AdvanceUse


class AdvancePolicyView(View):
    legal_entity_id: str  # "*": of every legal entity that has none of its own
    use: AdvanceUse
    set_by: UUID | None
    set_at: datetime | None
    version: int


class AdvanceEvent(Event):
    """What every event of an advance says; it is known by the receivable for which it is offered, or used."""

    advance_id: UUID
    receivable_id: UUID
    number: str
    order_id: UUID | None = None
    customer_id: UUID
    customer_name: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money


class AdvanceOffered(AdvanceEvent):
    """The customer owes something, and so much of his money settles nothing."""

    subject: ClassVar[str] = "collections.advance.offered.v1"


class AdvanceUsed(AdvanceEvent):
    """So much of it settles what he owes."""

    subject: ClassVar[str] = "collections.advance.used.v1"


class AdvanceWithdrawn(AdvanceEvent):
    """What was offered for it is not there any more: it settles something else, or went back."""

    subject: ClassVar[str] = "collections.advance.withdrawn.v1"


class AdvancePolicySet(Event):
    subject: ClassVar[str] = "collections.advance_policy.set.v1"
    advance_policy_id: UUID
    legal_entity_id: str
    use: AdvanceUse
    set_by: UUID
