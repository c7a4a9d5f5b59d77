"""How are people and other programs notified, by which channels, and what became of it?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AliasChoices, Field

from messages.approvals.parts import About, Why
from messages.approvals.states import Verdict
from messages.approvals.tasks import TaskView
from messages.base import Command, Event, View
from messages.text import LongStr, SafeStr, ShortStr

ChannelKind = Literal["mail", "wecom", "dingtalk", "feishu", "slack", "webhook"]
When = Literal["now", "hourly", "daily"]
Address = Annotated[SafeStr, Field(min_length=3, max_length=500)]
Secret = Annotated[SafeStr, Field(min_length=8, max_length=200)]
# `*`: whatever happens in approvals; facts of the other services are named one by one.
Subject = Annotated[
    SafeStr,
    Field(
        pattern=r"^(\*|approvals\.(request|step|task|todo)\.[a-z_]+\.v\d+|(deals|orders|collections)\.[a-z_]+\.[a-z_]+\.v\d+)$",
        max_length=80,
    ),
]


class Notice(StrEnum):
    """Of what a person can be notified."""

    ASKED = "asked"  # it is his turn to decide
    QUESTION = "question"  # he is asked for information, or to handle it and give it back
    REASSIGNED = "handed"  # somebody else's task has come to him
    REMINDED = "reminded"
    NUDGED = "nudged"
    TODO = "todo"
    COPIED = "copied"
    MENTIONED = "mentioned"
    SETTLED = "settled"  # what he asked for was decided
    INFORMED = "informed"  # a policy has him notified how something ended
    GIVEN_UP = "given_up"  # for operators: something could not be delivered
    RECORD = "record"  # something happened to a record of his (docs/notices.md)
    TRIED = "tried"  # the person tries his channel


class NoticeView(View):
    """What somebody was notified of, in the reader's words. `path`: where it leads, as the console addresses it."""

    id: UUID
    what: str  # a Notice
    text: str
    detail: str = ""  # what somebody said about it
    about: About | None = None
    path: str
    created_at: datetime
    read_at: datetime | None = None


class NoticeCount(View):
    unread: int


class DeliveryState(StrEnum):
    WAITING = "WAITING"
    SENT = "SENT"
    DROPPED = "DROPPED"  # not needed any more when its time came: decided, reassigned, or the channel is gone
    GIVEN_UP = "GIVEN_UP"


class AddChannel(Command):
    """`address`: of a mailbox, of a robot as its vendor shows it, or of a webhook. It is not shown again, nor the
    secret."""

    id: UUID | None = None
    person_id: UUID | None = None  # None: one's own
    kind: ChannelKind
    name: ShortStr | None = None
    address: Address = Field(repr=False)
    secret: Secret | None = Field(
        default=None, repr=False
    )  # DingTalk's signing secret; of a webhook one is made when none is given
    events: list[Notice] = Field(default=[one for one in Notice if one != Notice.TRIED], max_length=20)
    when: When = "now"
    at_hour: int = Field(default=9, ge=0, le=23)  # of a daily digest
    business_hours: bool = False  # outside of them it waits
    one_click: bool | None = None  # links that decide: by default only in mail, which nobody else reads


class ChannelView(View):
    id: UUID
    person_id: UUID
    kind: ChannelKind
    name: str
    hint: str  # enough of the address to know it by
    events: list[Notice]
    when: When
    at_hour: int
    business_hours: bool
    one_click: bool
    active: bool
    secret: str | None = Field(default=None, repr=False)  # only in the answer that made it


class AddEndpoint(Command):
    """Another program receives these events, signed (Standard Webhooks)."""

    id: UUID | None = None
    url: Address
    events: Annotated[list[Subject], Field(min_length=1, max_length=60)] = ["*"]
    legal_entity_id: ShortStr | None = None  # None: of all


class EndpointView(View):
    id: UUID
    url: str
    events: list[str]
    legal_entity_id: str | None
    active: bool
    old_secret_until: datetime | None = None
    secret: str | None = Field(default=None, repr=False)  # only in the answer that made it


class DeliveryView(View):
    id: UUID  # also the id the receiver sees: the same however often it is sent
    what: str
    kind: str
    channel: str = ""
    person_id: UUID | None = None
    person_name: str = ""
    about: About | None = None
    number: str = ""  # of the record that a fact is of
    state: DeliveryState
    attempts: int
    held: bool = False  # an earlier fact of the same record has to go first
    error: str = ""  # what the channel said
    created_at: datetime
    due_at: datetime | None = None
    sent_at: datetime | None = None


class SetAside(Command):
    """It is not to be sent: the other side has it already, or does not need it. What waits behind it goes on."""

    reason: Annotated[LongStr, Field(min_length=1)]


class ProcessedDeliveries(View):
    """`next_due_at` is the nearest one left; `more`: some of it is due already."""

    sent: int
    failed: int
    dropped: int
    next_due_at: datetime | None
    more: bool


# ---- links that decide ----

LinkToken = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


class ShowLink(Command):
    token: LinkToken = Field(repr=False)


class DecideByLink(Command):
    token: LinkToken = Field(repr=False)
    verb: Literal["approve", "reject"]
    comment: LongStr = ""


class LinkState(StrEnum):
    OPEN = "OPEN"
    USED = "USED"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"  # decided, reassigned or ended in another way: `current` says how
    STALE = "STALE"  # the content has changed since the message was written
    SIGN_IN = "SIGN_IN"  # too much for a link: it only leads to signing in


class LinkView(View):
    """What a link leads to. Looking changes nothing."""

    state: LinkState
    person_id: UUID
    person_name: str
    lang: str
    task_id: UUID
    about: About
    expires_at: datetime
    used_at: datetime | None = None
    verdict: Verdict | None = None  # what was decided by it
    current: Why | None = Field(default=None, validation_alias=AliasChoices("current", "stands"))
    task: TaskView | None = None  # while it can be decided, or when its content has changed


# ---- events ----


class DeliveryDeadlineMoved(Event):
    """The nearest delivery is due earlier than before: its keeper wakes up."""

    subject: ClassVar[str] = "approvals.delivery.deadline_moved.v1"
    delivery_id: UUID
    next_due_at: datetime


class DeliveryGivenUp(Event):
    """Tried again and again, and never delivered."""

    subject: ClassVar[str] = "approvals.delivery.given_up.v1"
    delivery_id: UUID
    what: str
    kind: str
    person_id: UUID | None
    attempts: int
    error: str


class NoticeConfirmed(Event):
    """Whom a dunning level names has it in his inbox. Before that, nobody may say that he was notified."""

    subject: ClassVar[str] = "approvals.notice.confirmed.v1"
    notice_id: UUID  # of the to-do
    of: str  # the subject of the event
    record_id: UUID
    level: int
    people: list[UUID]
    who: str = ""  # as the level names them: owner, manager, finance, director, legal
