"""What is said of campaigns 市场计划: what is wanted of them, in which period, for how much money?"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from messages.base import Command, Event, View
from messages.leads.leads import Day
from messages.money import Currency, Money
from messages.text import Code, LongStr, ShortStr


class PlanCampaign(Command):
    """Its budget and its expected revenue are those of its activities."""

    id: UUID | None = None
    legal_entity_id: Code | None = None  # without it: the actor's first
    name: ShortStr
    goal: LongStr = ""
    starts_on: Day
    ends_on: Day
    currency: Currency = "CNY"


class EditCampaign(Command):
    """Only what is given changes."""

    name: ShortStr | None = None
    goal: LongStr | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None


class Reach(View):
    """What came of it so far: leads, of them converted, the sales that are won, and for how much."""

    leads: int = 0
    opportunities: int = 0
    won: int = 0
    lost: int = 0
    won_amounts: list[Money] = []  # one of each currency


class CampaignView(View):
    """The totals are the sums of its activities, always: they are kept nowhere else."""

    id: UUID
    number: str
    legal_entity_id: str
    name: str
    goal: str
    starts_on: date
    ends_on: date
    owner_id: UUID
    owner_name: str
    activities: int
    planned_cost: Money
    actual_cost: Money
    expected_revenue: Money
    reach: Reach
    created_at: datetime
    version: int


class CampaignEvent(Event):
    campaign_id: UUID
    number: str
    name: str
    goal: str
    starts_on: date
    ends_on: date
    currency: str
    owner_id: UUID
    legal_entity_id: str


class CampaignPlanned(CampaignEvent):
    subject: ClassVar[str] = "leads.campaign.planned.v1"


class CampaignChanged(CampaignEvent):
    subject: ClassVar[str] = "leads.campaign.changed.v1"
