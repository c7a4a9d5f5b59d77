"""What does collections remember of confirmed payments that were wrong?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, text
from sqlmodel import Field

from messages.collections.corrections import CorrectionKind, CorrectionStatus, CorrectionView
from services.collections.tables.base import MOMENT, Table
from services.collections.tables.payments import Payment

LIVE = "status = 'REQUESTED'"


class Correction(Table, table=True):
    """Of one payment, at most one at a time. Never deleted; who asked never confirms (CHECK)."""

    __tablename__ = "corrections"
    __table_args__ = (
        Index("corrections_paged", "requested_at", "id"),
        Index("corrections_of_payment", "payment_id"),
        Index("corrections_live", "payment_id", unique=True, postgresql_where=text(LIVE)),
    )
    id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: CorrectionStatus = Field(sa_type=Enum(CorrectionStatus, native_enum=False, length=16))
    kind: CorrectionKind = Field(sa_type=Enum(CorrectionKind, native_enum=False, length=16))
    payment_id: UUID = Field(foreign_key="payments.id")
    to_customer_id: UUID | None = None
    to_customer_name: str | None = None
    to_order_id: UUID | None = None
    reason: str
    requested_by: UUID
    requested_at: datetime = Field(sa_type=MOMENT)
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    guidance: str = ""
    version: int = 1

    def event_args(self, paid: Payment) -> dict[str, Any]:
        """What all its events say; `paid` is its payment."""
        of_paid = ("order_id", "customer_id", "customer_name", "owner_id", "legal_entity_id")
        own = ("number", "kind", "payment_id", "reason", "version")
        return (
            {"correction_id": self.id, "amount": paid.money(paid.amount), "payment_number": paid.number}
            | {name: getattr(paid, name) for name in of_paid}
            | {name: getattr(self, name) for name in own}
        )

    def view(self, paid: Payment) -> CorrectionView:
        of_paid = {"payment_number": paid.number, "legal_entity_id": paid.legal_entity_id}
        of_customer = {"customer_id": paid.customer_id, "customer_name": paid.customer_name}
        own = self.model_dump(include=CorrectionView.model_fields.keys() - {"amount", *of_paid, *of_customer})
        return CorrectionView(**own, **of_paid, **of_customer, amount=paid.money(paid.amount))
