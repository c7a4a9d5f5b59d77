"""What is said when one customer goes to another owner, with everything that is open there?"""

from typing import ClassVar
from uuid import UUID

from messages.base import Command, View
from messages.deals.customers import CustomerEvent
from messages.text import LongStr


class HandOverCustomer(Command):
    """To this colleague, with what the owner has open there."""

    to: UUID
    reason: LongStr = ""


class CustomerHandOverView(View):
    """How much went along, here; orders and money follow by the event."""

    customer_id: UUID
    former_owner_id: UUID | None
    owner_id: UUID
    owner_name: str
    opportunities: int
    registrations: int
    contracts: int


class CustomerHandedOver(CustomerEvent):
    """`owner_id` has it now, and what `former_owner_id` had open there; each service moves its own, and says so.

    `records`: what went along here, for what waits about them.
    """

    subject: ClassVar[str] = "deals.customer.handed_over.v1"
    handover_id: UUID
    former_owner_id: UUID | None
    former_owner_name: str = ""
    by_id: UUID
    reason: str = ""
    opportunities: int = 0
    registrations: int = 0
    contracts: int = 0
    records: list[UUID] = []
