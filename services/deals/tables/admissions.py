"""What does deals remember of the admission and the way of customers, and what has a legal entity set for them?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionView, Criterion
from messages.deals.customers import SalesWay
from services.deals.domain.customer_care.admissions import RUNNING, CustomerClaim
from services.deals.tables.base import Labels, Scoped, Status, Table

IS_RUNNING = text("status IN ({})".format(", ".join(f"'{status}'" for status in RUNNING)))
MOMENT = DateTime(timezone=True)


class Admission(Scoped, table=True):
    """That somebody claims a customer."""

    __tablename__ = "admission"
    __table_args__ = (
        Index("admission_running", "customer_id", "created_at", "id", postgresql_where=IS_RUNNING),
        Index("admission_of_customer", "customer_id", "created_at", "id"),
        Index("admission_newest", "created_at", "id"),
    )

    status: AdmissionStatus = Field(sa_type=Status(AdmissionStatus))
    round: int = 1
    customer_id: UUID = Field(foreign_key="customer.id")
    way: SalesWay = Field(sa_type=Status(SalesWay))
    tier: str | None = None
    note: str = ""
    guidance: str = ""
    prepared_by: UUID
    submitted_at: datetime = Field(sa_type=MOMENT)
    conflict_with: UUID | None = None  # whose claim was there before
    conflict_number: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by_rule: Criterion | None = Field(default=None, sa_type=Status(Criterion))

    @property
    def claim(self) -> CustomerClaim:
        return CustomerClaim(self.owner_id, self.way, self.tier, self.created_at)

    def event_args(self, customer_name: str) -> dict[str, object]:
        """What all events of it have in common."""
        own = self.model_dump(include={"number", "customer_id", "owner_id", "legal_entity_id", "round", "version"})
        return own | {"admission_id": self.id, "customer_name": customer_name}

    def view(self, labels: Labels) -> AdmissionView:
        names = {
            "customer_name": labels.get(self.customer_id, ""),
            "owner_name": labels.get(self.owner_id, ""),
            "conflict_owner_name": labels.get(self.conflict_with) if self.conflict_with else None,
            "first_submitted_at": self.created_at,
        }
        return AdmissionView.model_validate(self.model_dump() | names)


class CustomerPhase(Table, table=True):
    """One step of the way of a customer."""

    __tablename__ = "customer_phase"
    __table_args__ = (Index("customer_phase_of", "customer_id", "at", "id"),)

    id: UUID = Field(primary_key=True)
    customer_id: UUID = Field(foreign_key="customer.id")
    phase: str
    former_phase: str | None = None
    reason: str | None = None
    note: str = ""
    by_id: UUID
    by_name: str
    at: datetime = Field(sa_type=MOMENT)


class CustomerRulesOfEntity(Table, table=True):
    """What a legal entity has set for its customers; where it has set nothing, what is usual."""

    __tablename__ = "customer_rules"

    legal_entity_id: str = Field(primary_key=True)
    rules: dict[str, Any] = Field(sa_type=JSONB)
    changed_by: UUID
    changed_at: datetime = Field(sa_type=MOMENT)
    version: int = 1
