"""What does deals remember of the public pools of customers?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.customer_care.pools import CustomerPoolRules
from services.deals.domain.customer_care.pools import PoolOf
from services.deals.tables.base import Table


class CustomerPool(Table, table=True):
    """A public pool and its rules, which are data."""

    __tablename__ = "customer_pool"
    __table_args__ = (Index("customer_pool_code", "legal_entity_id", "code", unique=True),)

    id: UUID = Field(primary_key=True)
    code: str
    legal_entity_id: str
    position: int
    rules: dict[str, Any] = Field(sa_type=JSONB)
    version: int = 1

    @property
    def said(self) -> CustomerPoolRules:
        return CustomerPoolRules.model_validate(self.rules)

    @property
    def pool(self) -> PoolOf:
        return PoolOf(self.id, self.said)
