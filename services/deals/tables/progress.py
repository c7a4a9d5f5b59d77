"""What does deals remember of the way of an opportunity: changes, facts, steps, risks, guidance, what was said?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.comments import OpportunityCommentView
from messages.deals.facts import FactsView
from messages.deals.guidance import GuidanceStatus, GuidanceView
from messages.deals.opportunities import OpportunityChangeView
from messages.deals.stages import RiskStatus, RiskView
from messages.files import AttachedFile
from services.deals.tables.base import Status, Table
from services.deals.tables.opportunities import Opportunity

MOMENT = DateTime(timezone=True)


class OpportunityChange(Table, table=True):
    """What somebody changed of it, as it stood before and after. Never changed."""

    __tablename__ = "opportunity_change"

    opportunity_id: UUID = Field(primary_key=True, foreign_key="opportunity.id")
    version: int = Field(primary_key=True)
    changes: dict[str, Any] = Field(sa_type=JSONB)
    changed_by: UUID
    changed_by_name: str
    changed_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> OpportunityChangeView:
        return OpportunityChangeView.model_validate(self.model_dump())


class FactsVersion(Table, table=True):
    """Never changed."""

    __tablename__ = "opportunity_facts"

    opportunity_id: UUID = Field(primary_key=True, foreign_key="opportunity.id")
    version: int = Field(primary_key=True)
    facts: dict[str, Any] = Field(sa_type=JSONB)
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime = Field(sa_type=MOMENT)

    def view(self) -> FactsView:
        return FactsView.model_validate(self.model_dump())


class StepDone(Table, table=True):
    __tablename__ = "opportunity_step"

    opportunity_id: UUID = Field(primary_key=True, foreign_key="opportunity.id")
    stage: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    done_by: UUID
    done_by_name: str
    done_at: datetime = Field(sa_type=MOMENT)


class OpportunityRisk(Table, table=True):
    __tablename__ = "opportunity_risk"
    __table_args__ = (Index("opportunity_risk_once", "opportunity_id", "stage", "risk", unique=True),)

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = Field(foreign_key="opportunity.id")
    stage: str
    risk: str
    mitigation: str = ""
    status: RiskStatus = Field(sa_type=Status(RiskStatus))
    note: str = ""
    opened_at: datetime = Field(sa_type=MOMENT)
    closed_by: UUID | None = None
    closed_by_name: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)

    def view(self) -> RiskView:
        return RiskView.model_validate(self.model_dump(include=set(RiskView.model_fields)))


class Guidance(Table, table=True):
    """`owner_id`: who has to act on it, the owner of the opportunity."""

    __tablename__ = "guidance"
    __table_args__ = (
        Index("guidance_of_opportunity", "opportunity_id", "given_at", "id"),
        Index("guidance_of_owner", "owner_id", "due_on", "id", postgresql_where=text("status = 'OPEN'")),
        Index("guidance_paged", "due_on", "id"),
    )

    id: UUID = Field(primary_key=True)
    number: str
    opportunity_id: UUID = Field(foreign_key="opportunity.id")
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    text: str
    due_on: date
    status: GuidanceStatus = Field(sa_type=Status(GuidanceStatus))
    given_by: UUID
    given_by_name: str
    given_at: datetime = Field(sa_type=MOMENT)
    overdue: bool = False  # and that was said
    answer: str | None = None
    done_at: datetime | None = Field(default=None, sa_type=MOMENT)
    version: int = 1

    def event_args(self, customer_name: str) -> dict[str, object]:
        """What all events of it have in common."""
        names = {"number", "opportunity_id", "owner_id", "legal_entity_id", "due_on", "text", "version"}
        return self.model_dump(include=names) | {"guidance_id": self.id, "customer_name": customer_name}

    def view(self, opportunity: Opportunity, owner_name: str) -> GuidanceView:
        own = self.model_dump(include=set(GuidanceView.model_fields))
        return GuidanceView(**own, opportunity_number=opportunity.number, owner_name=owner_name)


class OpportunityComment(Table, table=True):
    """Never changed."""

    __tablename__ = "opportunity_comment"
    __table_args__ = (Index("opportunity_comment_of", "opportunity_id", "written_at", "id"),)

    id: UUID = Field(primary_key=True)
    opportunity_id: UUID = Field(foreign_key="opportunity.id")
    author_id: UUID
    author_name: str
    text: str
    mentions: list[str] = Field(default=[], sa_type=JSONB)
    written_at: datetime = Field(sa_type=MOMENT)

    def view(self, files: list[AttachedFile]) -> OpportunityCommentView:
        return OpportunityCommentView(**self.model_dump(), files=files)
