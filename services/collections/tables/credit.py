"""What does collections remember of how customers stand, and what they were written?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from messages.collections.dunning import DunningView
from messages.money import Money
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, ZERO, Table


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
    __tablename__ = "dunning"
    __table_args__ = (Index("dunning_paged", "prepared_at", "id"),)
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
    text_zh: str
    text_en: str
    prepared_at: datetime = Field(sa_type=MOMENT)
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)

    def view(self) -> DunningView:
        own = self.model_dump(include=DunningView.model_fields.keys() - {"total"})
        return DunningView(**own, total=Money(amount=self.amount, currency=self.currency))
