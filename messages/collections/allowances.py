"""What is said of allowances 冲减: what is owed less, as goods did not come or went back, or an order changed?"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from messages.base import Event, View
from messages.money import Money


class AllowanceReason(StrEnum):
    RETURN = "RETURN"  # the customer sent goods back
    DIFFERENCE = "DIFFERENCE"  # goods did not arrive, or arrived damaged
    CLOSED_SHORT = "CLOSED_SHORT"  # what had not left will not be delivered
    ORDER_CHANGED = "ORDER_CHANGED"  # the order was changed after its approval and costs less


class AllowanceView(View):
    id: UUID
    number: str
    order_id: UUID
    reason: AllowanceReason
    source_id: UUID  # the return, the shipment, the order or its change
    source_number: str
    amount: Money
    released: Money  # money that was on what is no longer owed: it lies on the customer's account
    granted_at: datetime


class AllowanceGranted(Event):
    """The order owes `amount` less, by what a credit note says to the customer; `released` was paid or recorded for
    it and lies on the customer's account."""

    subject: ClassVar[str] = "collections.allowance.granted.v1"
    allowance_id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    owner_id: UUID
    legal_entity_id: str
    reason: AllowanceReason
    source_number: str
    amount: Money
    released: Money
