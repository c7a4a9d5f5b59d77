"""What does deals remember of registrations 报备?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.registrations import Grade, RegistrationStatus, RegistrationView
from services.deals.domain.lifecycle import LIVE
from services.deals.tables.base import Extra, Labels, Scoped, Status

IS_LIVE = text("status IN ({})".format(", ".join(f"'{status}'" for status in LIVE)))


class Registration(Scoped, table=True):
    __tablename__ = "registration"
    __table_args__ = (
        Index("registration_live", "customer_id", "project_key", unique=True, postgresql_where=IS_LIVE),
        Index("registration_newest", "created_at", "id"),
        Index("registration_of_owner", "owner_id", "created_at", "id"),
        Index("registration_of_opportunity", "opportunity_id"),
    )

    status: RegistrationStatus = Field(sa_type=Status(RegistrationStatus))
    round: int = 1
    opportunity_id: UUID = Field(foreign_key="opportunity.id")
    customer_id: UUID = Field(foreign_key="customer.id")
    project: str
    project_key: str
    key_version: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    conflict_with: UUID | None = None
    protected_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    warned_of: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    guidance: str | None = None
    note: str = ""
    business_type: str | None = None
    extra: Extra = Field(default={}, sa_type=JSONB)
    template_version: int = 0
    grade: Grade | None = Field(default=None, sa_type=Status(Grade))
    extended_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    prepared_by: UUID
    submitted_at: datetime = Field(sa_type=DateTime(timezone=True))

    def event_args(self) -> dict[str, object]:
        """What all events of it have in common."""
        return {
            "registration_id": self.id,
            "number": self.number,
            "opportunity_id": self.opportunity_id,
            "customer_id": self.customer_id,
            "owner_id": self.owner_id,
            "round": self.round,
            "legal_entity_id": self.legal_entity_id,
            "version": self.version,
        }

    def view(self, labels: Labels) -> RegistrationView:
        return RegistrationView(
            **self.model_dump(include=set(RegistrationView.model_fields)),
            customer_name=labels.get(self.customer_id, ""),
            owner_name=labels.get(self.owner_id, ""),
        )
