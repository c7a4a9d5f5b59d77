"""What does collections remember of pauses, promises, contacts and comments?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.collections.cases.comments import ReceivableCommentView
from messages.collections.cases.contacts import (
    ContactOutcome,
    ContactRuleView,
    ContactStatus,
    ContactView,
    ContactWay,
)
from messages.collections.cases.pauses import DunningPauseView, PausedReceivable, PauseReason
from messages.collections.cases.promises import PromiseStatus, PromiseView
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, ZERO, Table
from services.collections.tables.receivables import Receivable

RUNS: Any = text("ended_at IS NULL")
IS_OPEN: Any = text("status = 'OPEN'")
RINGS: Any = text("rings_at IS NOT NULL")


def named(rows: Sequence[Receivable]) -> list[PausedReceivable]:
    return [PausedReceivable(id=row.id, number=row.number) for row in rows]


def told_of(rows: Sequence[Receivable]) -> dict[str, Any]:
    """What events say of the receivables that something is about: of several whose the first is."""
    first = rows[0]
    own = {name: getattr(first, name) for name in ("customer_id", "customer_name", "owner_id", "legal_entity_id")}
    which = {"receivable_ids": [row.id for row in rows], "receivable_number": first.number}
    return own | which | {"collection_case_id": first.customer_id}


class CaseReceivable(Table, table=True):
    """Which receivables a pause, a promise or a contact is about."""

    __tablename__ = "case_receivables"
    __table_args__ = (Index("case_receivables_of_receivable", "receivable_id"),)
    record_id: UUID = Field(primary_key=True)
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")


class DunningPause(Table, table=True):
    """It runs until `ends_at`, or until somebody ends it; `whole_customer`: for what becomes due meanwhile, too."""

    __tablename__ = "dunning_pauses"
    __table_args__ = (
        Index("dunning_pauses_running", "shard", "ends_at", postgresql_where=RUNS),
        Index("dunning_pauses_of_customer", "customer_id", "paused_at"),
        Index("dunning_pauses_paged", "paused_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    reason: PauseReason = Field(sa_type=Enum(PauseReason, native_enum=False, length=16))
    note: str
    until: date = Field(sa_type=DAY)
    ends_at: datetime = Field(sa_type=MOMENT)
    whole_customer: bool = False
    shard: int
    paused_by: UUID
    paused_at: datetime = Field(sa_type=MOMENT)
    ended_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)
    end_reason: str = ""
    version: int = 1

    def event_args(self, rows: Sequence[Receivable]) -> dict[str, Any]:
        own = {
            "dunning_pause_id": self.id,
            "number": self.number,
            "reason": self.reason.value,
            "until": self.until,
            "version": self.version,
        }
        return told_of(rows) | own

    def view(self, rows: Sequence[Receivable], now: datetime) -> DunningPauseView:
        own = self.model_dump(include=DunningPauseView.model_fields.keys() - {"running", "receivables"})
        running = self.ended_at is None and self.ends_at > now
        return DunningPauseView(**own, running=running, receivables=named(rows))


class Promise(Table, table=True):
    """`paid_before`: what confirmed money had settled of its receivables by its day when it was made; `holds`: dunning
    waits for it."""

    __tablename__ = "promises"
    __table_args__ = (
        Index("promises_running", "shard", "breaks_at", postgresql_where=IS_OPEN),
        Index("promises_of_customer", "customer_id", "made_at"),
        Index("promises_paged", "made_at", "id"),
        Index("promises_decided", "decided_at", postgresql_where=text("decided_at IS NOT NULL")),
    )
    id: UUID = Field(primary_key=True)
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    status: PromiseStatus = Field(sa_type=Enum(PromiseStatus, native_enum=False, length=16))
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    paid_before: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    came: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    promised_on: date = Field(sa_type=DAY)
    promised_by: str
    note: str = ""
    breaks_at: datetime = Field(sa_type=MOMENT)
    holds: bool
    shard: int
    made_by: UUID
    made_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""
    version: int = 1

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def event_args(self, rows: Sequence[Receivable]) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in ("number", "promised_on", "promised_by", "version")}
        return told_of(rows) | own | {"promise_id": self.id, "amount": self.money(self.amount)}

    def view(self, rows: Sequence[Receivable]) -> PromiseView:
        own = self.model_dump(include=PromiseView.model_fields.keys() - {"amount", "came", "receivables", "waited_for"})
        money = {"amount": self.money(self.amount), "came": self.money(self.came)}
        return PromiseView(**own, **money, waited_for=self.holds, receivables=named(rows))


class ContactRule(Table, table=True):
    """Which customers are contacted how long before something is due: data, by their grade ("": none yet), of a legal
    entity or of all ("*")."""

    __tablename__ = "contact_rules"
    legal_entity_id: str = Field(primary_key=True)
    grade: str = Field(primary_key=True)
    days_before: int
    way: ContactWay | None = Field(default=None, sa_type=Enum(ContactWay, native_enum=False, length=16))

    def view(self) -> ContactRuleView:
        return ContactRuleView(**self.model_dump())


class Contact(Table, table=True):
    """`rings_at`: when its owner is asked for it; none once he was."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("contacts_ringing", "shard", "rings_at", postgresql_where=RINGS),
        Index("contacts_of_customer", "customer_id", "due_on"),
        Index("contacts_paged", "due_on", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    status: ContactStatus = Field(sa_type=Enum(ContactStatus, native_enum=False, length=16))
    way: ContactWay = Field(sa_type=Enum(ContactWay, native_enum=False, length=16))
    due_on: date = Field(sa_type=DAY)
    rings_at: datetime | None = Field(default=None, sa_type=MOMENT)
    shard: int
    spoke_with: str = ""
    outcome: ContactOutcome | None = Field(
        default=None,
        sa_type=Enum(ContactOutcome, native_enum=False, length=16),
    )
    note: str = ""
    next_on: date | None = Field(default=None, sa_type=DAY)
    recorded_by: UUID | None = None
    recorded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    def event_args(self, rows: Sequence[Receivable]) -> dict[str, Any]:
        own = {"contact_id": self.id, "number": self.number, "way": self.way.value, "version": self.version}
        return told_of(rows) | own

    def view(self, rows: Sequence[Receivable]) -> ContactView:
        own = self.model_dump(include=ContactView.model_fields.keys() - {"receivables", "owner_id"})
        return ContactView(**own, receivables=named(rows), owner_id=rows[0].owner_id)


class OwnerChange(Table, table=True):
    """A receivable went to a successor. Never changed."""

    __tablename__ = "receivable_owner_changes"
    __table_args__ = (Index("receivable_owner_changes_of", "receivable_id"),)
    id: UUID = Field(primary_key=True)
    receivable_id: UUID = Field(foreign_key="receivables.id")
    former_owner_id: UUID
    owner_id: UUID
    changed_by: UUID
    changed_at: datetime = Field(sa_type=MOMENT)


class ReceivableComment(Table, table=True):
    """Never changed."""

    __tablename__ = "receivable_comments"
    __table_args__ = (Index("receivable_comments_of_receivable", "receivable_id", "written_at", "id"),)
    id: UUID = Field(primary_key=True)
    receivable_id: UUID = Field(foreign_key="receivables.id")
    author_id: UUID
    author_name: str
    text: str
    mentions: list[str] = Field(default=[], sa_type=JSONB)
    written_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> ReceivableCommentView:
        return ReceivableCommentView(**self.model_dump())
