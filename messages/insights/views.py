"""What can be read of everything that happened?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from messages.base import View
from messages.money import Money


class Found(View):
    """A business number leads to its record and its process."""

    number: str
    kind: str  # lead, opportunity, contract, order …
    id: UUID
    service: str
    title: str | None
    process_id: str | None  # the workflow id, where one carries it


class ChainLink(View):
    """One record on the way from money back to what was done to earn it."""

    kind: str  # payment, order, contract, opportunity, lead, activity, campaign
    id: UUID
    number: str
    title: str | None
    amount: Money | None


class TimelineEntry(View):
    """One event, as a sentence."""

    event_id: UUID
    at: datetime
    subject: str  # the event's subject, which is the sentence's code
    text: str  # worded in the asker's language
    by: str | None  # who caused it
    kind: str
    id: UUID
    number: str | None


class TimelineEvent(View):
    """One event as it was published."""

    event_id: UUID
    at: datetime
    subject: str
    kind: str
    record_id: UUID
    number: str | None
    version: int
    data: dict[str, Any]
    by_id: UUID | None
    by_name: str


class StageCount(View):
    stage: str
    count: int
    amount: Money | None


class Ageing(View):
    bucket: str  # undated, not_due, 1-30, 31-60, 61-90, 91+
    count: int
    amount: Money


class DailyReport(View):
    """What one seller did on one day of his own time zone (feature 165)."""

    person_id: UUID
    person_name: str
    day: date
    leads_claimed: int
    follow_ups: int
    registrations: int
    contracts: int
    contract_amount: list[Money]
    payments: int  # recorded that day, whatever finance said
    payment_amount: list[Money]  # of these confirmed
    payments_waiting: list[Money] = []  # of these not confirmed yet
    payments_rejected: list[Money] = []
    refunded: list[Money] = []  # gone back that day, of whichever payment of his
    new_customers: list[str]
