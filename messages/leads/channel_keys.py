"""What is said of channel keys 渠道密钥: with what does another program post leads, and what may it say of them?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.custom_fields import Extra
from messages.leads.leads import Region
from messages.text import Code, LongStr, ShortStr

PerMinute = Annotated[int, Field(ge=1, le=6_000)]
PerDay = Annotated[int, Field(ge=1, le=1_000_000)]


class LeadField(StrEnum):
    """What a channel may say of a lead, besides its number in the channel."""

    COMPANY = "company"
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    REGION = "region"
    PROJECT = "project"
    PRODUCT_LINE = "product_line"
    NOTE = "note"
    ACTIVITY = "activity"
    EXTRA = "extra"


USUAL_FIELDS = [LeadField.COMPANY, LeadField.CONTACT, LeadField.PHONE, LeadField.EMAIL, LeadField.REGION,
                LeadField.PROJECT, LeadField.NOTE, LeadField.ACTIVITY]  # fmt: skip
Fields = Annotated[list[LeadField], Field(min_length=1, max_length=len(LeadField))]


class MakeChannelKey(Command):
    """`source`: with the number in the channel it names a lead once, whichever key it came by; without it the channel's
    code. The secret stands in the answer and nowhere else, ever."""

    id: UUID | None = None
    legal_entity_id: Code | None = None  # without it: the actor's first
    name: ShortStr
    channel: ShortStr  # of the list of the legal entity, by its code or a name
    source: ShortStr | None = None
    activity_id: UUID | None = None  # all that comes by it is of this activity, but what names another
    pool_id: UUID | None = None  # where its leads wait; without it: the pool of their source and region
    fields: Fields = USUAL_FIELDS
    per_minute: PerMinute = 60
    per_day: PerDay = 5_000


class EditChannelKey(Command):
    """Only what is given changes; null empties it."""

    name: ShortStr | None = None
    activity_id: UUID | None = None
    pool_id: UUID | None = None
    fields: Fields | None = None
    per_minute: PerMinute | None = None
    per_day: PerDay | None = None


class RotateChannelKey(Command):
    """A new secret; the one before holds so many hours more."""

    both_hold_hours: int = Field(default=24, ge=0, le=168)


class ChannelKeyView(View):
    id: UUID
    legal_entity_id: str
    name: str
    channel: str
    source: str
    activity_id: UUID | None
    pool_id: UUID | None
    fields: list[LeadField]
    per_minute: int
    per_day: int
    secret: str | None = None  # in the answer that made it, and never again
    ends_with: str  # the last letters of the secret: which one it is
    former_until: datetime | None  # so long the secret before holds too
    received_today: int
    last_used_at: datetime | None
    created_at: datetime
    revoked_at: datetime | None
    version: int


class ReceiveLead(Command):
    """A lead as a channel knows it. The same number again: the lead that came first."""

    external_id: ShortStr
    company: ShortStr | None = None
    contact: ShortStr | None = None
    phone: ShortStr | None = None
    email: ShortStr | None = None
    region: ShortStr | None = None
    project: ShortStr | None = None
    product_line: Code | None = None
    note: LongStr | None = None
    activity: ShortStr | None = (
        None  # its number, or its code (utm_campaign); one that is not known is no reason to say no
    )
    extra: Annotated[Extra, Field(max_length=50)] = {}
    phone_region: Region | None = None


class ReceivedLead(View):
    """No more than its sender needs: nothing of what else is known."""

    id: UUID
    number: str
    external_id: str
    known: bool  # it had come before


class ChannelKeyEvent(Event):
    channel_key_id: UUID
    name: str
    legal_entity_id: str
    channel: str
    by_id: UUID


class ChannelKeyMade(ChannelKeyEvent):
    subject: ClassVar[str] = "leads.channel_key.made.v1"


class ChannelKeyRotated(ChannelKeyEvent):
    """It has a new secret; the one before holds until then."""

    subject: ClassVar[str] = "leads.channel_key.rotated.v1"
    former_until: datetime | None = None


class ChannelKeyRevoked(ChannelKeyEvent):
    """Nothing comes by it any more."""

    subject: ClassVar[str] = "leads.channel_key.revoked.v1"
