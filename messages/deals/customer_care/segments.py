"""By what are customers sorted: attributes, segments by rules, filters of a list?"""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command
from messages.deals.customers import CustomerStatus, DealStatus
from messages.text import Code, ShortStr

Label = dict[Literal["zh", "en"], ShortStr]


class NamedCode(Command):
    """A code, with what a company calls it; without a label it has the house's words."""

    code: Code
    label: Label = {}


class CustomerAttributes(Command):
    """The values that each attribute of a customer may have."""

    category: list[NamedCode] = Field(
        default=[NamedCode(code=one) for one in ("END_USER", "DEALER", "INTEGRATOR", "GOVERNMENT", "OTHER")],
        max_length=50,
    )
    importance: list[NamedCode] = Field(default=[NamedCode(code=one) for one in "ABC"], max_length=50)
    need: list[NamedCode] = Field(default=[NamedCode(code=one) for one in ("CLEAR", "VAGUE", "NONE")], max_length=50)
    urgency: list[NamedCode] = Field(default=[NamedCode(code=one) for one in ("HIGH", "MEDIUM", "LOW")], max_length=50)


class SegmentField(StrEnum):
    CATEGORY = "CATEGORY"
    IMPORTANCE = "IMPORTANCE"
    NEED = "NEED"
    URGENCY = "URGENCY"
    DEAL_STATUS = "DEAL_STATUS"
    PHASE = "PHASE"
    SECTOR = "SECTOR"
    REGION = "REGION"
    COUNTRY = "COUNTRY"
    SOURCE = "SOURCE"  # of its origin
    PRODUCT_LINE = "PRODUCT_LINE"  # of its origin


class SegmentCondition(Command):
    """The field has one of these values."""

    field: SegmentField
    any_of: list[ShortStr] = Field(min_length=1, max_length=50)


class SegmentRow(NamedCode):
    """The customers for whom all of this holds, as they are now."""

    conditions: list[SegmentCondition] = Field(min_length=1, max_length=20)


class CustomerFilter(Command):
    """Of what is given, all holds; of several values of one, one does. What is not known is refused."""

    owner_id: UUID | None = None
    status: CustomerStatus | None = None
    q: ShortStr | None = None
    category: list[ShortStr] = Field(default=[], max_length=20)
    importance: list[ShortStr] = Field(default=[], max_length=20)
    need: list[ShortStr] = Field(default=[], max_length=20)
    urgency: list[ShortStr] = Field(default=[], max_length=20)
    deal_status: list[DealStatus] = Field(default=[], max_length=4)
    phase: list[ShortStr] = Field(default=[], max_length=20)
    sector: list[ShortStr] = Field(default=[], max_length=20)
    region: list[ShortStr] = Field(default=[], max_length=20)
    segment: Code | None = None
    hot: bool | None = None
    remine: bool = False  # those lost or eliminated who are worth another try, by the rule of the legal entity
    pool_id: UUID | None = None
    pooled: bool = False  # those that wait in a pool
    managed: bool = False  # only one's own, and those of one's unit
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=50, ge=1, le=100)
