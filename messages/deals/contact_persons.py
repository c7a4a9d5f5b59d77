"""What is said of the people at a customer, 联系人?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import LongStr, ShortStr

MOST_NUMBERS = 5  # phones of one person, and e-mail addresses
Several = Annotated[list[ShortStr], Field(max_length=MOST_NUMBERS)]


class ContactRole(StrEnum):
    """What somebody at a customer has to do with a sale."""

    DECIDER = "DECIDER"
    INFLUENCER = "INFLUENCER"
    BUYER = "BUYER"
    USER = "USER"
    TECHNICAL = "TECHNICAL"
    FINANCE = "FINANCE"
    LEGAL = "LEGAL"
    RECEIVER = "RECEIVER"  # takes the goods in
    OTHER = "OTHER"


class ContactPersonFields(Command):
    """The whole of what is known of somebody."""

    name: ShortStr
    role: ContactRole = ContactRole.OTHER
    title: ShortStr | None = None  # 职务, as on the card
    department: ShortStr | None = None
    phones: Several = []
    emails: Several = []
    note: LongStr = ""


class AddContactPerson(ContactPersonFields):
    id: UUID | None = None


class ChangeContactPerson(ContactPersonFields):
    """What stands is replaced by this."""


class ContactPersonView(View):
    """`masked`: the reader has nothing to do with this customer; he sees that somebody is known, and no more."""

    id: UUID
    customer_id: UUID
    name: str
    role: ContactRole
    title: str | None
    department: str | None
    phones: list[str]
    emails: list[str]
    note: str
    lead_id: UUID | None  # whose person it was
    masked: bool
    created_at: datetime
    changed_at: datetime
    version: int


class ContactPersonsView(View):
    """All of a customer; `may_keep`: the reader may correct them, and its addresses."""

    may_keep: bool
    persons: list[ContactPersonView]


class ContactPersonChanged(Event):
    """Somebody at a customer, as known from now on; phones and addresses in the form in which they are compared."""

    subject: ClassVar[str] = "deals.contact_person.changed.v1"
    contact_person_id: UUID
    customer_id: UUID
    customer_number: str
    legal_entity_id: str
    name: str
    phones: list[str] = []
    emails: list[str] = []


class ContactPersonRemoved(Event):
    subject: ClassVar[str] = "deals.contact_person.removed.v1"
    contact_person_id: UUID
    customer_id: UUID
    customer_number: str
    legal_entity_id: str
