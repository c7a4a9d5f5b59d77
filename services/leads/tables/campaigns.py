"""What does leads remember of campaigns 市场计划, their activities 市场活动, and what those have cost and need?"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, Index, Numeric, text
from sqlmodel import Field

from messages.leads.activity_files import ActivityFileKind, ActivityFileView
from messages.leads.budgets import BudgetStatus
from messages.leads.campaign_tasks import CampaignTaskStatus
from services.leads.tables.base import Table, text_column, time_column

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


class BudgetRow(Table, table=True):
    """That an activity may cost so much in all. One of an activity waits."""

    __tablename__ = "budget"
    __table_args__ = (
        Index("budget_waiting", "activity_id", unique=True, postgresql_where=text("status IN ('REQUESTED', 'RETURNED')")),
        Index("budget_of_activity", "activity_id", "requested_at", "id"),
        Index("budget_paged", "requested_at", "id"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: BudgetStatus = Field(sa_type=text_column(BudgetStatus))
    round: int = 1
    activity_id: UUID = Field(foreign_key="activity.id")
    amount: Decimal = Field(sa_type=MONEY)
    reason: str
    guidance: str = ""
    is_automatic: bool = False
    requested_by: UUID
    requested_at: datetime = Field(sa_type=time_column())
    version: int = 1


class SaleRow(Table, table=True):
    """The opportunity that came of a lead, as deals says: open, won or lost, and for how much."""

    __tablename__ = "sale"
    opportunity_id: UUID = Field(primary_key=True)
    status: str
    amount: Decimal | None = Field(default=None, sa_type=MONEY)
    currency: str | None = Field(default=None, sa_type=CHAR(3))
    version: int = Field(sa_type=BigInteger)


class CampaignTaskRow(Table, table=True):
    """A task of an activity. `late_at`: when it is late, while it is open and that was not said."""

    __tablename__ = "campaign_task"
    __table_args__ = (
        Index("campaign_task_of_activity", "activity_id", "due_on", "id"),
        Index("campaign_task_of_executor", "executor_id", "due_on", "id"),
        Index("campaign_task_paged", "due_on", "id"),
        Index("campaign_task_late", "late_at", postgresql_where=text("late_at IS NOT NULL")),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    legal_entity_id: str
    title: str
    note: str
    executor_id: UUID
    due_on: date
    late_at: datetime | None = Field(default=None, sa_type=time_column())
    status: CampaignTaskStatus = Field(sa_type=text_column(CampaignTaskStatus))
    is_late: bool = False
    given_by: UUID
    given_by_name: str
    given_at: datetime = Field(sa_type=time_column())
    done_at: datetime | None = Field(default=None, sa_type=time_column())
    done_note: str = ""
    version: int = 1


class ActivityFileRow(Table, table=True):
    """A file at an activity; its content is kept by its hash."""

    __tablename__ = "activity_file"
    activity_id: UUID = Field(primary_key=True, foreign_key="activity.id")
    sha256: str = Field(primary_key=True)
    file_id: UUID
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)
    kind: ActivityFileKind = Field(sa_type=text_column(ActivityFileKind))
    attached_by: UUID
    attached_by_name: str
    attached_at: datetime = Field(sa_type=time_column())

    def view(self) -> ActivityFileView:
        return ActivityFileView(**self.model_dump(include=set(ActivityFileView.model_fields)))
