"""What does leads remember of campaigns 市场计划, their activities 市场活动, and what those have cost?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, Index, Numeric, text
from sqlmodel import Field

from services.leads.tables.base import Table, time_column

MONEY = Numeric(18, 2)


class CampaignRow(Table, table=True):
    """Its totals are not kept: they are the sums of its activities."""

    __tablename__ = "campaign"
    __table_args__ = (
        Index("campaign_paged", "starts_on", "id"),
        Index("campaign_of_owner", "owner_id"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    legal_entity_id: str
    name: str
    goal: str
    starts_on: date
    ends_on: date
    currency: str = Field(sa_type=CHAR(3))
    owner_id: UUID
    owner_unit: str
    created_at: datetime = Field(sa_type=time_column())
    version: int = 1


class ActivityRow(Table, table=True):
    """Its actual cost is the sum of its costs, written with each of them."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("activity_of_campaign", "campaign_id", "starts_on", "id"),
        Index("activity_paged", "starts_on", "id"),
        Index("activity_by_days", "legal_entity_id", "ends_on"),
        Index("activity_of_owner", "owner_id"),
        Index(
            "activity_code",
            "legal_entity_id",
            text("lower(code)"),
            unique=True,
            postgresql_where=text("code IS NOT NULL"),
        ),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    campaign_id: UUID = Field(foreign_key="campaign.id")
    legal_entity_id: str
    name: str
    code: str | None = None
    channel: str
    starts_on: date
    ends_on: date
    currency: str = Field(sa_type=CHAR(3))
    planned_cost: Decimal = Field(sa_type=MONEY)
    actual_cost: Decimal = Field(sa_type=MONEY)
    expected_revenue: Decimal = Field(sa_type=MONEY)
    background: str
    partners: str
    schedule: str
    owner_id: UUID
    owner_unit: str
    cancelled_at: datetime | None = Field(default=None, sa_type=time_column())
    cancel_reason: str | None = None
    created_at: datetime = Field(sa_type=time_column())
    version: int = 1


class ActivityCostRow(Table, table=True):
    """Never changed: what was wrong is taken back by another one."""

    __tablename__ = "activity_cost"
    __table_args__ = (Index("activity_cost_of", "activity_id", "recorded_at", "id"),)
    id: UUID = Field(primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    amount: Decimal = Field(sa_type=MONEY)
    spent_on: date
    note: str
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime = Field(sa_type=time_column())


class SaleRow(Table, table=True):
    """The opportunity that came of a lead, as deals says: open, won or lost, and for how much."""

    __tablename__ = "sale"
    opportunity_id: UUID = Field(primary_key=True)
    status: str
    amount: Decimal | None = Field(default=None, sa_type=MONEY)
    currency: str | None = Field(default=None, sa_type=CHAR(3))
    version: int = Field(sa_type=BigInteger)
