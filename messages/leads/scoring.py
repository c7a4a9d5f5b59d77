"""What is said of the weights by which leads are ordered, of key leads, and of the time before a purchase?"""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.leads.assignment import When
from messages.text import Code, ShortStr


class Weight(Command):
    """Points of a lead whose attribute has one of these values; none named = any that is known."""

    attribute: ShortStr
    values: list[ShortStr] = Field(default=[], max_length=200)
    points: int = Field(ge=-1000, le=1000)


class SetLeadScoring(Command):
    """Of a legal entity, all of it; open leads are ordered by it within minutes. No weights at all: the usual ones."""

    legal_entity_id: Code | None = None
    weights: list[Weight] = Field(default=[], max_length=100)
    key_leads: list[When] = Field(default=[], max_length=20)  # any of them makes a lead a key lead
    window_days: int = Field(default=30, ge=0, le=730)  # so long before its purchase a lead comes first


class LeadScoringView(View):
    legal_entity_id: str
    weights: list[Weight]
    key_leads: list[When]
    window_days: int
    usual: bool  # nobody set other weights
    version: int
    changed_at: datetime | None = None


class PriorityView(View):
    """Why a lead stands where it stands in the queue."""

    priority: int
    points: list[Weight]  # those that it has
    is_key: bool
    key_because: When | None
    in_window: bool
    planned_on: date | None


class LeadScoringSet(Event):
    subject: ClassVar[str] = "leads.lead_scoring.set.v1"
    lead_scoring_id: UUID
    legal_entity_id: str
    weights: int
    key_leads: int
    window_days: int
    by_id: UUID
