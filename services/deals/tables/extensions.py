"""What does deals remember of prolonged protections?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlmodel import Field

from messages.deals.extensions import ExtensionStatus, ExtensionView
from services.deals.tables.base import Labels, Status, Table
from services.deals.tables.registrations import Registration

ONE = text("status IN ('REQUESTED', 'RETURNED', 'APPLIED')")


class Extension(Table, table=True):
    """At most one of a registration waits or counts."""

    __tablename__ = "extension"
    __table_args__ = (
        Index("extension_once", "registration_id", unique=True, postgresql_where=ONE),
        Index("extension_paged", "requested_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    number: str
    status: ExtensionStatus = Field(sa_type=Status(ExtensionStatus))
    round: int = 1
    registration_id: UUID = Field(foreign_key="registration.id")
    days: int
    reason: str
    guidance: str = ""
    requested_by: UUID
    requested_at: datetime = Field(sa_type=DateTime(timezone=True))
    version: int = 1

    def event_args(self, of: Registration, labels: Labels) -> dict[str, object]:
        """What all events of it have in common."""
        own = self.model_dump(include={"number", "registration_id", "days", "round", "version"})
        his = of.model_dump(include={"opportunity_id", "owner_id", "legal_entity_id"})
        named = {"registration_number": of.number, "customer_name": labels.get(of.customer_id, "")}
        return own | his | named | {"extension_id": self.id}

    def view(self, of: Registration, labels: Labels) -> ExtensionView:
        own = self.model_dump(include=set(ExtensionView.model_fields))
        his = of.model_dump(include={"project", "owner_id", "legal_entity_id"})
        named = {"registration_number": of.number, "customer_name": labels.get(of.customer_id, "")}
        return ExtensionView.model_validate(own | his | named)
