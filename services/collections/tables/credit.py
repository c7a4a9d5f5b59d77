"""What does collections remember of how customers stand, and what they were written?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import LetterState
from messages.money import Money
from services.collections.domain.dunning_message import dunning_message, line_of
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, ZERO, Table

STATE: Any = Enum(LetterState, native_enum=False, length=16)
SAID: Any = JSONB(none_as_null=True)
LIVE: Any = text("letter_state IN ('WAITING', 'NO_ADDRESS', 'GIVEN_UP')")


class CreditRow(Table, table=True):
    """What a customer owes in one currency, as it was last published."""

    __tablename__ = "credits"
    __table_args__ = (Index("credits_to_grade", "customer_id", postgresql_where=text("version <> graded_version")),)
    customer_id: UUID = Field(primary_key=True)
    currency: str = Field(primary_key=True, sa_type=CURRENCY)
    id: UUID = Field(unique=True)
    owed: Decimal = Field(default=ZERO, sa_type=AMOUNT)
    oldest_days_late: int = 0
    oldest_due_on: date | None = Field(default=None, sa_type=DAY)
    limit_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    version: int = 0
    graded_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # what its grade has seen


class Dunning(Table, table=True):
    """A letter. `said` is what it said when it left: the same print again is the same."""

    __tablename__ = "dunning"
    __table_args__ = (
        Index("dunning_paged", "prepared_at", "id"),
        Index("dunning_live", "customer_id", postgresql_where=LIVE),
    )
    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(index=True)
    customer_name: str
    owner_id: UUID | None = None
    owner_unit: str = ""
    legal_entity_id: str
    levels: dict[str, int] = Field(sa_type=JSONB)
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    notifies: list[str] = Field(sa_type=ARRAY(Text))
    notified: list[str] = Field(default=[], sa_type=ARRAY(Text))
    notified_at: datetime | None = Field(default=None, sa_type=MOMENT)
    letter: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})  # a level asks for one to him
    text_zh: str = Field(default="")
    text_en: str = Field(default="")
    lines: list[Any] | None = Field(default=None, sa_type=SAID)  # what it is worded from; none: it stands in its texts
    prepared_at: datetime = Field(sa_type=MOMENT)
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)
    number: str = Field(default="", sa_column_kwargs={"server_default": ""})
    letter_state: LetterState = Field(
        default=LetterState.NOT_ASKED, sa_type=STATE, sa_column_kwargs={"server_default": "NOT_ASKED"}
    )
    letter_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    said: dict[str, Any] | None = Field(default=None, sa_type=SAID)
    posted_on: date | None = Field(default=None, sa_type=DAY)
    posted_by: UUID | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})

    @property
    def total(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    def event_args(self) -> dict[str, Any]:
        """What all events of its letter say."""
        own = ("number", "customer_id", "customer_name", "owner_id", "legal_entity_id", "version")
        return {"dunning_id": self.id, "amount": self.total} | {name: getattr(self, name) for name in own}

    def worded(self, lang: str) -> str:
        """As on the day of its levels."""
        lines = [line_of(one, self.currency) for one in self.lines or ()]
        return dunning_message(lang, customer=self.customer_name, lines=lines, total=self.total)

    def view(self) -> DunningView:
        own = self.model_dump(include=DunningView.model_fields.keys() - {"total"})
        if self.lines is not None:
            own |= {"text_zh": self.worded("zh"), "text_en": self.worded("en")}
        return DunningView(**own, total=self.total)


class DunningAddress(Table, table=True):
    """Where a customer's letters go, as finance has set it."""

    __tablename__ = "dunning_addresses"
    customer_id: UUID = Field(primary_key=True, foreign_key="customers.id")
    email: str
    recipient: str
    lang: str | None = Field(default=None, sa_type=String(2))
    changed_by: UUID
    changed_at: datetime = Field(sa_type=MOMENT)
