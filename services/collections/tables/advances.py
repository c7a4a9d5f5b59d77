"""What does collections remember of how advances are used, and for what they were offered?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, Index
from sqlmodel import Field

from messages.collections.advances import AdvancePolicyView, AdvanceUse
from services.collections.tables.base import CURRENCY, MOMENT, Table


class AdvanceOffer(Table, table=True):
    """The customer's money on account was offered for this receivable, and some of it lies there still."""

    __tablename__ = "advance_offers"
    __table_args__ = (Index("advance_offers_of_customer", "customer_id", "currency", "legal_entity_id"),)
    receivable_id: UUID = Field(primary_key=True, foreign_key="receivables.id")
    customer_id: UUID
    currency: str = Field(sa_type=CURRENCY)
    legal_entity_id: str


class AdvancePolicy(Table, table=True):
    """Per legal entity; "*" is every legal entity that has none of its own."""

    __tablename__ = "advance_policies"
    legal_entity_id: str = Field(primary_key=True)
    use: AdvanceUse = Field(sa_type=Enum(AdvanceUse, native_enum=False, length=16))
    set_by: UUID | None = None
    set_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    def view(self) -> AdvancePolicyView:
        return AdvancePolicyView(**self.model_dump())
