"""What is said when somebody's open records go to a successor: the act, and what each service moved?"""

from typing import ClassVar
from uuid import UUID

from messages.base import Event


class PersonHandedOver(Event):
    """His open records go to `to_id`: each service moves its own, and says how many."""

    subject: ClassVar[str] = "approvals.handover.ordered.v1"
    handover_id: UUID
    person_id: UUID
    person_name: str
    to_id: UUID
    by_id: UUID


class RecordsHandedOver(Event):
    """What a service moved; `owner_id` is the successor.

    `customer_id`: only what was open at this customer. `records`: these, for what waits about them.
    """

    handover_id: UUID
    person_id: UUID
    person_name: str
    owner_id: UUID
    customer_id: UUID | None = None
    records: list[UUID] = []


class LeadsHandedOver(RecordsHandedOver):
    subject: ClassVar[str] = "leads.handover.done.v1"
    leads: int = 0
    campaigns: int = 0
    activities: int = 0
    tasks: int = 0


class DealsHandedOver(RecordsHandedOver):
    subject: ClassVar[str] = "deals.handover.done.v1"
    customers: int = 0
    opportunities: int = 0
    registrations: int = 0
    contracts: int = 0
    admissions: int = 0
    expenses: int = 0


class OrdersHandedOver(RecordsHandedOver):
    subject: ClassVar[str] = "orders.handover.done.v1"
    orders: int = 0


class DebtsHandedOver(RecordsHandedOver):
    subject: ClassVar[str] = "collections.handover.done.v1"
    receivables: int = 0
    payments: int = 0
    invoices: int = 0
