"""What does collections remember of money that goes back?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index
from sqlmodel import Field

from messages.collections.refunds import RefundStatus, RefundView
from messages.money import Money
from services.collections.domain.ledger import Subject
from services.collections.tables.base import AMOUNT, CURRENCY, DAY, MOMENT, Table
from services.collections.tables.payments import Payment


class Refund(Table, table=True):
    """Of one payment, as long as it waits part of its `refunded`. Never deleted; who asked never confirms (CHECK)."""

    __tablename__ = "refunds"
    __table_args__ = (
        Index("refunds_paged", "requested_at", "id"),
        Index("refunds_of_payment", "payment_id"),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: RefundStatus = Field(sa_type=Enum(RefundStatus, native_enum=False, length=16))
    payment_id: UUID = Field(foreign_key="payments.id")
    legal_entity_id: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    sent_amount: Decimal | None = Field(default=None, sa_type=AMOUNT)  # in the currency in which its payment had come
    sent_currency: str | None = Field(default=None, sa_type=CURRENCY)
    reason: str
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    paid_on: date | None = Field(default=None, sa_type=DAY)
    reference: str | None = None
    guidance: str = ""
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @property
    def sent(self) -> Money | None:
        """What leaves the bank, where that is in another currency."""
        if self.sent_amount is None or self.sent_currency is None:
            return None
        return Money(amount=self.sent_amount, currency=self.sent_currency)

    def subject(self, paid: Payment) -> Subject:
        """What is posted of it."""
        own = (paid.customer_id, self.legal_entity_id, self.currency, self.number)
        return Subject(*own, order_id=paid.order_id, payment_id=paid.id, refund_id=self.id)

    def event_args(self, paid: Payment) -> dict[str, Any]:
        """What all its events say; `paid` is its payment."""
        of_paid = ("order_id", "customer_id", "customer_name", "owner_id")
        own = ("number", "payment_id", "legal_entity_id", "reason", "version")
        return (
            {"refund_id": self.id, "amount": self.money, "sent": self.sent, "payment_number": paid.number}
            | {name: getattr(paid, name) for name in of_paid}
            | {name: getattr(self, name) for name in own}
        )

    def view(self, paid: Payment) -> RefundView:
        of_paid = {"payment_number": paid.number, "order_id": paid.order_id}
        of_customer = {"customer_id": paid.customer_id, "customer_name": paid.customer_name}
        own = self.model_dump(include=RefundView.model_fields.keys() - {"amount", "sent", *of_paid, *of_customer})
        return RefundView(**own, **of_paid, **of_customer, amount=self.money, sent=self.sent)
