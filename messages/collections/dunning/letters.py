"""What is said of dunning letters that go to customers?"""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from messages.base import Command, Event, View
from messages.collections.invoice_mails import InvoiceMailStatus
from messages.money import Money
from messages.text import SafeStr

Address = Annotated[SafeStr, Field(max_length=200)]


class LetterState(StrEnum):
    NOT_ASKED = "NOT_ASKED"  # its level asks for none, or it was written before letters went out
    WAITING = "WAITING"  # to be sent, or to be tried again
    NO_ADDRESS = "NO_ADDRESS"  # nobody knows where to
    SENT = "SENT"  # the mail server has taken it
    GIVEN_UP = "GIVEN_UP"
    CANCELLED = "CANCELLED"  # nothing of it is open any more, or a newer letter says all of it
    POSTED = "POSTED"  # by hand


class SetDunningAddress(Command):
    """Where a customer's dunning letters go; without an e-mail address that of the invoice titles counts again."""

    customer_id: UUID
    email: Address = ""
    recipient: Address = ""
    lang: Literal["zh", "en"] | None = None  # without it: English to another country, else Chinese


class DunningAddressView(View):
    """`email` is what finance set, `mailed_to` what counts: it, or else that of an invoice title."""

    customer_id: UUID
    customer_name: str
    email: str
    recipient: str
    lang: Literal["zh", "en"] | None
    mailed_to: str
    changed_by: UUID | None = None
    changed_at: AwareDatetime | None = None


class MarkDunningPosted(Command):
    """It went out on paper that day."""

    posted_on: date


class LetterItem(View):
    """One receivable in a letter."""

    number: str
    due_on: date
    days_late: int
    level: int
    open: Money
    interest: Money


class LetterView(View):
    """What a letter said when it left (`left_at`), or would say now."""

    mailed_to: str
    recipient: str
    lang: Literal["zh", "en"]
    items: list[LetterItem]
    open: Money
    interest: Money
    total: Money
    contact: str
    counted_at: AwareDatetime
    left_at: AwareDatetime | None = None


class LetterMailView(View):
    """One mail of a letter. `error`: a code of ours, or what the mail server said last."""

    id: UUID
    dunning_id: UUID
    mailed_to: str
    lang: str
    status: InvoiceMailStatus
    attempts: int
    error: str
    requested_by: UUID
    requested_at: AwareDatetime
    due_at: AwareDatetime | None
    mailed_at: AwareDatetime | None


class ShardLettersQueued(Event):
    """So many letters of a shard are to be sent: the keeper of mails wakes up."""

    subject: ClassVar[str] = "collections.shard.letters_queued.v1"
    shard_id: UUID
    shard: int
    letters: int


class DunningLetterEvent(Event):
    """What every event of a letter says."""

    dunning_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None
    legal_entity_id: str
    amount: Money  # that was late when it was written


class DunningAddressMissing(DunningLetterEvent):
    """Nobody knows where to send it: finance sets an address, or posts it by hand."""

    subject: ClassVar[str] = "collections.dunning.address_missing.v1"


class DunningLetterSent(DunningLetterEvent):
    """The mail server has taken it."""

    subject: ClassVar[str] = "collections.dunning.letter_sent.v1"
    mailed_to: str


class DunningLetterGivenUp(DunningLetterEvent):
    """No mail server took it, however often it was tried."""

    subject: ClassVar[str] = "collections.dunning.letter_given_up.v1"
    mailed_to: str
    reason: str


class DunningLetterCancelled(DunningLetterEvent):
    """It is not sent. `reason`: a code."""

    subject: ClassVar[str] = "collections.dunning.letter_cancelled.v1"
    reason: str


class DunningLetterPosted(DunningLetterEvent):
    """Somebody took it to the post."""

    subject: ClassVar[str] = "collections.dunning.letter_posted.v1"
    posted_on: date
