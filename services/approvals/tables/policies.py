"""What is remembered of policies?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Text
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.approvals.policies import PolicyView
from services.approvals.tables.base import Table

TIME: Any = DateTime(timezone=True)


class PolicyRow(Table, table=True):
    """Immutable: a changed policy is a new row with the next version."""

    __tablename__ = "policies"
    __table_args__ = (Index("policy_versions", "key", "version", unique=True),)

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    key: str = Field(sa_type=Text)
    version: int
    hash: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_type=JSONB)
    source: str = Field(sa_type=Text)
    published_at: datetime = Field(sa_type=TIME)
    published_by: UUID = Field(sa_type=UuidType)

    def view(self) -> PolicyView:
        name = self.body.get("name", {})
        return PolicyView(name=name, **self.model_dump(exclude={"source", "published_by"}))
