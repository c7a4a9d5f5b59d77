"""What has a legal entity set for its sales: stages, business types, reasons of losses?"""

from decimal import Decimal
from typing import Any

from sqlalchemy import CHAR, Column, Numeric, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from messages.deals.losses import LossReasonRow
from messages.deals.opportunities import OpportunityStatus
from messages.deals.stages import BusinessTypeRow, StageRow
from services.deals.tables.base import Status, Table, money_of

Parts = list[dict[str, Any]]


class StageOfEntity(Table, table=True):
    """A stage that a legal entity has set, for a business type or ("") for those without stages of their own; where it
    has set none, the usual ones apply."""

    __tablename__ = "stage"

    legal_entity_id: str = Field(primary_key=True)
    business_type: str = Field(default="", primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    status: OpportunityStatus = Field(sa_type=Status(OpportunityStatus))
    steps: Parts = Field(default=[], sa_type=JSONB)
    requires: list[str] = Field(default=[], sa_type=JSONB)
    risks: Parts = Field(default=[], sa_type=JSONB)
    probability: int | None = Field(default=None, sa_column=Column(SmallInteger))
    stall_after: str | None = None
    escalate_after: str = "3 days"

    def row(self) -> StageRow:
        return StageRow.model_validate(self.model_dump(include=set(StageRow.model_fields)))


class BusinessType(Table, table=True):
    __tablename__ = "business_type"

    legal_entity_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    label: dict[str, str] = Field(default={}, sa_type=JSONB)
    requires: list[str] = Field(default=[], sa_type=JSONB)
    least_amount: Decimal | None = Field(default=None, sa_type=Numeric(18, 2))
    least_currency: str | None = Field(default=None, sa_type=CHAR(3))
    protected_days: int

    def row(self) -> BusinessTypeRow:
        own = self.model_dump(include=set(BusinessTypeRow.model_fields))
        return BusinessTypeRow.model_validate(own | {"least": money_of(self.least_amount, self.least_currency)})


class LossReason(Table, table=True):
    __tablename__ = "loss_reason"

    legal_entity_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    code: str
    label: dict[str, str] = Field(default={}, sa_type=JSONB)

    def row(self) -> LossReasonRow:
        return LossReasonRow.model_validate(self.model_dump(include=set(LossReasonRow.model_fields)))
