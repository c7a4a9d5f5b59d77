"""What does deals remember of follow-ups, their files and their kinds?"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.follow_ups import FollowUpKindRow, FollowUpView
from messages.files import AttachedFile
from services.deals.tables.base import Labels, Table


class FollowUp(Table, table=True):
    """`opportunity_id` none: it is about the customer. `answered_by`: the follow-up that came of `next_on`."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_of_opportunity", "opportunity_id", "happened_at", "id"),
        Index("follow_up_of_customer", "customer_id", "happened_at", "id"),
        Index("follow_up_newest", "happened_at", "id"),
        Index(
            "follow_up_waiting",
            "customer_id",
            postgresql_where=text("next_on IS NOT NULL AND answered_by IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    number: str
    opportunity_id: UUID | None = Field(default=None, foreign_key="opportunity.id")
    customer_id: UUID = Field(foreign_key="customer.id")
    legal_entity_id: str
    kind: str
    kind_label: dict[str, str] = Field(default={}, sa_type=JSONB)
    effective: bool
    note: str = ""
    happened_at: datetime = Field(sa_type=DateTime(timezone=True))
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    next_on: date | None = None
    answered_by: UUID | None = None
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))

    def event_args(self, *, customer_name: str, owner_id: UUID | None) -> dict[str, object]:
        """What all events of it have in common."""
        own = self.model_dump(include={"number", "opportunity_id", "customer_id", "legal_entity_id"})
        return own | {"follow_up_id": self.id, "customer_name": customer_name, "owner_id": owner_id}

    def view(self, labels: Labels, files: list[AttachedFile]) -> FollowUpView:
        own = self.model_dump(include=set(FollowUpView.model_fields))
        return FollowUpView(**own, customer_name=labels.get(self.customer_id, ""), files=files)


class SaleFile(Table, table=True):
    """What came with a follow-up, or with what somebody wrote about a sale: `record_id`."""

    __tablename__ = "sale_file"

    record_id: UUID = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    file_id: UUID
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)

    def view(self) -> AttachedFile:
        return AttachedFile(name=self.name, sha256=self.sha256, size=self.size, media_type=self.media_type)


class FollowUpKindOfEntity(Table, table=True):
    """A kind that a legal entity has set; where it has set none, the usual ones apply."""

    __tablename__ = "follow_up_kind"

    legal_entity_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    label: dict[str, str] = Field(default={}, sa_type=JSONB)
    effective: bool

    def row(self) -> FollowUpKindRow:
        return FollowUpKindRow.model_validate(self.model_dump(include=set(FollowUpKindRow.model_fields)))
