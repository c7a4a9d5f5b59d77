"""What is said of follow-ups and visits of customers and opportunities, and of their kinds?"""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from messages.base import Command, Event, View
from messages.files import AttachedFile
from messages.text import Code, LongStr, ShortStr

MOST_FILES = 6
MOST_CONTENT = 7_000_000  # characters of base64: five megabytes of a photo
BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"
Content = Annotated[str, StringConstraints(pattern=BASE64, max_length=MOST_CONTENT)]
Degrees = Annotated[float, Field(allow_inf_nan=False)]


class FollowUpKindRow(Command):
    """A kind of follow-up; only an `effective` one is work on the customer (a note of one's own is not)."""

    code: Code
    label: dict[Literal["zh", "en"], ShortStr] = {}
    effective: bool = True

    @property
    def names(self) -> dict[str, str]:
        return {str(lang): name for lang, name in self.label.items()}


class SetFollowUpKinds(Command):
    """The kinds of a legal entity, all of them; follow-ups keep the kind they have."""

    legal_entity_id: Code | None = None
    kinds: list[FollowUpKindRow] = Field(min_length=1, max_length=30)


class FollowUpKindsView(View):
    legal_entity_id: str
    kinds: list[FollowUpKindRow]


class GivenFile(Command):
    """A photo, what was spoken, a paper: as it came, in base64."""

    name: ShortStr
    media_type: ShortStr = "application/octet-stream"
    content: Content


class RecordFollowUp(Command):
    """What was done, where, with what was recorded there, and when it goes on: all in one. It is about an opportunity,
    or about a customer."""

    opportunity_id: UUID | None = None
    customer_id: UUID | None = None
    kind: Code
    note: LongStr = ""
    happened_at: AwareDatetime | None = None  # without it: now
    place: ShortStr | None = None
    latitude: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    next_on: date | None = None
    files: list[GivenFile] = Field(default=[], max_length=MOST_FILES)


class FollowUpView(View):
    id: UUID
    number: str
    opportunity_id: UUID | None
    customer_id: UUID
    customer_name: str
    kind: str
    kind_label: dict[str, str]
    effective: bool
    note: str
    happened_at: datetime
    place: str | None
    latitude: float | None
    longitude: float | None
    next_on: date | None
    answered_by: UUID | None  # the follow-up that came of `next_on`
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime
    files: list[AttachedFile]


class FollowUpEvent(Event):
    """What all events of a follow-up have in common."""

    follow_up_id: UUID
    number: str
    opportunity_id: UUID | None = None
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None  # of the opportunity or the customer
    legal_entity_id: str


class FollowUpRecorded(FollowUpEvent):
    subject: ClassVar[str] = "deals.follow_up.recorded.v1"
    kind: str
    effective: bool
    recorded_by: UUID
    next_on: date | None = None


class FollowUpDue(FollowUpEvent):
    """Its next day has come: the owner goes on with it."""

    subject: ClassVar[str] = "deals.follow_up.due.v1"
    next_on: date


class FollowUpAnswered(FollowUpEvent):
    """Somebody went on with it, or nobody has to any more: its to-do is over."""

    subject: ClassVar[str] = "deals.follow_up.answered.v1"
