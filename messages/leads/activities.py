"""What is said of activities 市场活动: what is done in a channel, when, for how much, and what has it cost?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.leads.campaigns import Reach
from messages.leads.leads import Day
from messages.money import Amount, Money
from messages.text import Code, LongStr, ShortStr

Cost = Annotated[Amount, Field(ge=0)]


class ActivityStatus(StrEnum):
    """By its days; nobody has to say that it has begun or ended."""

    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class PlanActivity(Command):
    """Of a campaign, in its currency. `code`: by which others say that a lead came for it (utm_campaign)."""

    id: UUID | None = None
    name: ShortStr
    code: Code | None = None
    channel: ShortStr  # of the list of the legal entity, by its code or a name
    starts_on: Day
    ends_on: Day
    planned_cost: Cost
    expected_revenue: Cost
    background: LongStr = ""
    partners: LongStr = ""
    schedule: LongStr = ""


class EditActivity(Command):
    """Only what is given changes; null empties the code. The planned cost of what has begun or has cost something is
    raised by a budget request."""

    name: ShortStr | None = None
    code: Code | None = None
    channel: ShortStr | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    planned_cost: Cost | None = None
    expected_revenue: Cost | None = None
    background: LongStr | None = None
    partners: LongStr | None = None
    schedule: LongStr | None = None


class CancelActivity(Command):
    reason: ShortStr


class RecordCost(Command):
    """What it has cost; less than nothing takes back what was recorded wrongly."""

    amount: Amount
    spent_on: date
    note: ShortStr


class CostView(View):
    id: UUID
    amount: Money
    spent_on: date
    note: str
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime


class ActivityView(View):
    id: UUID
    number: str
    campaign_id: UUID
    campaign_number: str
    campaign_name: str
    legal_entity_id: str
    name: str
    code: str | None
    channel: str
    status: ActivityStatus
    starts_on: date
    ends_on: date
    planned_cost: Money
    actual_cost: Money
    expected_revenue: Money
    is_overspent: bool
    background: str
    partners: str
    schedule: str
    owner_id: UUID
    owner_name: str
    cancel_reason: str | None
    reach: Reach
    created_at: datetime
    version: int


class ActivityEvent(Event):
    """All of it, as it stands."""

    activity_id: UUID
    number: str
    name: str
    code: str | None = None
    campaign_id: UUID
    campaign_number: str
    channel: str
    starts_on: date
    ends_on: date
    planned_cost: Money
    actual_cost: Money
    expected_revenue: Money
    owner_id: UUID
    legal_entity_id: str


class ActivityPlanned(ActivityEvent):
    subject: ClassVar[str] = "leads.activity.planned.v1"


class ActivityChanged(ActivityEvent):
    subject: ClassVar[str] = "leads.activity.changed.v1"


class ActivityCancelled(ActivityEvent):
    subject: ClassVar[str] = "leads.activity.cancelled.v1"
    reason: str


class ActivityCostRecorded(ActivityEvent):
    subject: ClassVar[str] = "leads.activity.cost_recorded.v1"
    cost: Money
    spent_on: date
    by_id: UUID


class ActivityOverspent(ActivityEvent):
    """It has cost more than was planned: said each time that it passes what is planned by then."""

    subject: ClassVar[str] = "leads.activity.overspent.v1"
    excess: Money
