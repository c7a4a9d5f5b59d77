"""What does collections remember of how advances are used?"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum
from sqlmodel import Field

from messages.collections.advances import AdvancePolicyView, AdvanceUse
from services.collections.tables.base import MOMENT, Table


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
