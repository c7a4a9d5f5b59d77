"""What is said of forms 线索表单: what may a visitor of the company's site say, and how does it come in once?"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import Code, LongStr, SafeStr, ShortStr

Words = Mapping[Literal["zh", "en"], ShortStr]
Site = Annotated[str, Field(pattern=r"^https://[a-z0-9][a-z0-9.-]{0,200}(:[0-9]{1,5})?$")]


class FormField(StrEnum):
    """What a form may ask for."""

    COMPANY = "company"
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    REGION = "region"
    PROJECT = "project"
    NOTE = "note"


Fields = Annotated[list[FormField], Field(min_length=1, max_length=len(FormField))]
PerSender = Annotated[int, Field(ge=1, le=1_000)]
PerDay = Annotated[int, Field(ge=1, le=100_000)]


class FormParts(Command):
    title: Words = {}
    consent: Words = {}  # to what the visitor has to agree; nothing: to nothing
    thanks: Words = {}
    fields: Fields
    required: Annotated[list[FormField], Field(max_length=len(FormField))] = []
    sites: Annotated[list[Site], Field(max_length=20)] = []  # that may show it in a frame
    per_sender: PerSender = 5  # in an hour, from one address
    per_day: PerDay = 500
    activity_id: UUID | None = None
    pool_id: UUID | None = None


class MakeLeadForm(FormParts):
    """A form that the company puts on its site."""

    id: UUID | None = None
    legal_entity_id: Code | None = None  # without it: the actor's first
    name: ShortStr
    channel: ShortStr = "WEBSITE"


class ChangeLeadForm(FormParts):
    """All of it anew; what was opened before is checked by the new rules."""

    name: ShortStr


class LeadFormView(View):
    id: UUID
    legal_entity_id: str
    name: str
    channel: str
    title: Words
    consent: Words
    thanks: Words
    fields: list[FormField]
    required: list[FormField]
    sites: list[str]
    per_sender: int
    per_day: int
    activity_id: UUID | None
    pool_id: UUID | None
    received_today: int
    last_used_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    version: int


class OpenForm(View):
    """As a visitor sees it. `token`: signed, of this form, once, for a time."""

    id: UUID
    title: Words
    consent: Words
    fields: list[FormField]
    required: list[FormField]
    sites: list[str]
    token: str
    expires_at: datetime


class SubmitForm(Command):
    """`website`: is shown to nobody; who fills it in is a program."""

    token: ShortStr
    company: ShortStr | None = None
    contact: ShortStr | None = None
    phone: ShortStr | None = None
    email: ShortStr | None = None
    region: ShortStr | None = None
    project: ShortStr | None = None
    note: LongStr | None = None
    consent: bool = False
    website: Annotated[SafeStr, Field(max_length=200)] = ""


class FormReceived(View):
    thanks: Words


class LeadFormEvent(Event):
    lead_form_id: UUID
    name: str
    legal_entity_id: str
    channel: str
    by_id: UUID


class LeadFormMade(LeadFormEvent):
    subject: ClassVar[str] = "leads.lead_form.made.v1"


class LeadFormChanged(LeadFormEvent):
    subject: ClassVar[str] = "leads.lead_form.changed.v1"


class LeadFormClosed(LeadFormEvent):
    """Nothing comes by it any more."""

    subject: ClassVar[str] = "leads.lead_form.closed.v1"
