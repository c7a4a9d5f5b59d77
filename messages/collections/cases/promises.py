"""What is said of promises to pay 付款承诺?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.collections.cases.pauses import MOST_RECEIVABLES, PausedReceivable
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr


class PromiseStatus(StrEnum):
    OPEN = "OPEN"
    KEPT = "KEPT"
    BROKEN = "BROKEN"
    WITHDRAWN = "WITHDRAWN"  # it was written down by mistake


class MakePromise(Command):
    """Somebody at the customer says that he pays so much of these receivables by the end of that day."""

    id: UUID | None = None
    receivable_ids: list[UUID] = Field(min_length=1, max_length=MOST_RECEIVABLES)
    amount: Amount = Field(gt=0)
    promised_on: date
    promised_by: ShortStr
    note: LongStr = ""


class WithdrawPromise(Command):
    reason: LongStr = Field(min_length=1)


class PromiseView(View):
    id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    status: PromiseStatus
    amount: Money
    came: Money  # of it, by confirmed money that came by its day
    promised_on: date
    promised_by: str
    note: str
    waited_for: bool  # dunning waits for it
    made_by: UUID
    made_at: datetime
    decided_at: datetime | None
    reason: str  # why it was withdrawn
    receivables: list[PausedReceivable]
    version: int


class PromiseEvent(Event):
    """What every event of a promise says."""

    promise_id: UUID
    number: str
    receivable_number: str  # of several the first
    collection_case_id: UUID  # the customer's
    receivable_ids: list[UUID]
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    amount: Money
    promised_on: date
    promised_by: str


class PromiseMade(PromiseEvent):
    subject: ClassVar[str] = "collections.promise.made.v1"
    made_by: UUID


class PromiseKept(PromiseEvent):
    """Confirmed money that came by its day covers it."""

    subject: ClassVar[str] = "collections.promise.kept.v1"


class PromiseBroken(PromiseEvent):
    """Its day is over, and so much has not come; or what had come was taken back."""

    subject: ClassVar[str] = "collections.promise.broken.v1"
    missing: Money


class PromiseWithdrawn(PromiseEvent):
    subject: ClassVar[str] = "collections.promise.withdrawn.v1"
    reason: str
