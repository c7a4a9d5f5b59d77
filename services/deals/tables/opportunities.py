"""What does deals remember of opportunities?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CHAR, Column, DateTime, Index, Numeric, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.opportunities import OpportunityStatus, OpportunityView
from messages.deals.registrations import RegistrationStatus
from messages.money import Money
from services.deals.tables.base import Extra, Labels, Scoped, Status, money_of

AMOUNT = Numeric(18, 2)
MOMENT = DateTime(timezone=True)


class Opportunity(Scoped, table=True):
    __tablename__ = "opportunity"
    __table_args__ = (
        Index(
            "opportunity_external_id",
            "legal_entity_id",
            "history",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index("opportunity_newest", "created_at", "id"),
        Index("opportunity_of_owner", "owner_id", "created_at", "id"),
        Index("opportunity_of_customer", "customer_id", "created_at", "id"),
        Index("opportunity_lost", "legal_entity_id", "lost_reason", postgresql_where=text("status = 'LOST'")),
    )

    status: OpportunityStatus = Field(sa_type=Status(OpportunityStatus))
    stage: str
    customer_id: UUID = Field(foreign_key="customer.id")
    project: str
    project_key: str
    key_version: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    product_code: str | None = None
    expected_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    expected_currency: str | None = Field(default=None, sa_type=CHAR(3))
    won_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)
    won_currency: str | None = Field(default=None, sa_type=CHAR(3))
    external_id: str | None = None
    history: bool = False
    lost_reason: str | None = None
    lead_id: UUID | None = None
    registration_id: UUID | None = None  # the newest
    contract_id: UUID | None = None
    engaged_on: date | None = None
    closed_on: date | None = None
    business_type: str | None = None
    expected_close_on: date | None = None
    probability: int | None = Field(default=None, sa_column=Column(SmallInteger))
    product_lines: list[str] = Field(default=[], sa_type=JSONB)
    lost_note: str = ""
    stage_since: datetime | None = Field(default=None, sa_type=MOMENT)
    progressed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    stalled_at: datetime | None = Field(default=None, sa_type=MOMENT)  # its owner was told
    facts_version: int = 0
    note: str | None = None
    extra: Extra = Field(default={}, sa_type=JSONB)

    @property
    def expected(self) -> Money | None:
        return money_of(self.expected_amount, self.expected_currency)

    def event_args(self) -> dict[str, object]:
        """What all events of it have in common."""
        return {
            "opportunity_id": self.id,
            "number": self.number,
            "customer_id": self.customer_id,
            "owner_id": self.owner_id,
            "version": self.version,
        }

    def view(self, labels: Labels) -> OpportunityView:
        registered = labels.get(self.registration_id) if self.registration_id else None
        return OpportunityView(
            **self.model_dump(include=set(OpportunityView.model_fields) - {"won_amount"}),
            customer_name=labels.get(self.customer_id, ""),
            owner_name=labels.get(self.owner_id, ""),
            expected=self.expected,
            won_amount=money_of(self.won_amount, self.won_currency),
            registration_status=RegistrationStatus(registered) if registered else None,
        )
