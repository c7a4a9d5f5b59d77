"""What is said when two customers are one, or two after all?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from messages.base import Command, Event, View
from messages.deals.customers import CustomerEvent


class MergeCustomer(Command):
    """It is the same as this one, where everything of both is found from now on."""

    into_id: UUID


class TellCustomersApart(Command):
    """They are two, however alike."""

    other_id: UUID


class CustomerMergeView(View):
    """That somebody joined one customer to another; `undone_at`: it was taken back."""

    id: UUID
    customer_id: UUID
    number: str
    name: str
    into_id: UUID
    taken: list[str]  # the fields that the other lacked
    by_name: str
    at: datetime
    undone_by_name: str | None
    undone_at: datetime | None


class CustomerMergesView(View):
    """What was joined to a customer, or taken out again, newest first; and with whom a person told it apart."""

    merges: list[CustomerMergeView]
    apart: list[UUID]


class CustomerMerged(CustomerEvent):
    """A person joined it to `merged_into`, which took `taken` of it."""

    subject: ClassVar[str] = "deals.customer.merged.v1"
    into_number: str
    by_id: UUID
    taken: list[str] = []


class CustomerUnmerged(CustomerEvent):
    """It was taken back: it stands for itself again."""

    subject: ClassVar[str] = "deals.customer.unmerged.v1"
    into_id: UUID
    into_number: str
    by_id: UUID


class CustomerToldApart(Event):
    """A person said that it and the other are two."""

    subject: ClassVar[str] = "deals.customer.told_apart.v1"
    customer_id: UUID
    number: str
    legal_entity_id: str
    other_id: UUID
    other_number: str
    by_id: UUID
