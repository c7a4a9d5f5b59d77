"""What is said of the stages of opportunities, per business type: steps, criteria, risks, limits?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.deals.opportunities import OpportunityStatus
from messages.money import Money
from messages.text import Code, LongStr, ShortStr

Label = dict[Literal["zh", "en"], ShortStr]
Percent = Annotated[int, Field(ge=0, le=100)]


class SaleFact(StrEnum):
    """What must be known of an opportunity before it leaves a stage, or is registered."""

    AMOUNT = "AMOUNT"
    CLOSE_DATE = "CLOSE_DATE"
    PRODUCT = "PRODUCT"
    NEEDS = "NEEDS"
    BUDGET = "BUDGET"
    SUPPORTERS = "SUPPORTERS"
    DECIDERS = "DECIDERS"
    COMPETITORS = "COMPETITORS"
    FOLLOW_UP = "FOLLOW_UP"
    PROTECTED = "PROTECTED"
    TAX_ID = "TAX_ID"


class StageStep(Command):
    """What is done in a stage; a required one before it is left."""

    name: ShortStr
    required: bool = True


class StageRisk(Command):
    """What usually goes wrong in a stage, and what helps."""

    risk: ShortStr
    mitigation: LongStr = ""


class StageRow(Command):
    """A stage; the rows of a list stand in the order in which opportunities pass them.

    `stall_after`: so many days or hours of the calendar without progress, its owner is told; after `escalate_after`
    more, his manager. None: nobody is.
    """

    code: ShortStr
    status: OpportunityStatus = OpportunityStatus.OPEN
    steps: list[StageStep] = Field(default=[], max_length=30)
    requires: list[SaleFact] = Field(default=[], max_length=20)
    risks: list[StageRisk] = Field(default=[], max_length=20)
    probability: Percent | None = None
    stall_after: ShortStr | None = None
    escalate_after: ShortStr = "3 days"


class SetStages(Command):
    """The stages of a legal entity for a business type, or for all that have none of their own; opportunities keep the
    stage they have, and their clocks follow the new limits."""

    legal_entity_id: Code | None = None
    business_type: Code | None = None
    stages: list[StageRow] = Field(min_length=3, max_length=50)


class StagesView(View):
    legal_entity_id: str
    business_type: str | None = None
    stages: list[StageRow]


class AdvanceOpportunity(Command):
    stage: ShortStr


class SetBackOpportunity(Command):
    stage: ShortStr
    reason: ShortStr


class CompleteStep(Command):
    """Of the stage in which it is."""

    step: ShortStr


class StepView(View):
    """Of the stage in which it is."""

    name: str
    required: bool
    done_by_name: str | None = None
    done_at: datetime | None = None


class RiskStatus(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class AddRisk(Command):
    risk: ShortStr
    mitigation: LongStr = ""


class CloseRisk(Command):
    note: LongStr = ""


class RiskView(View):
    id: UUID
    opportunity_id: UUID
    stage: str
    risk: str
    mitigation: str
    status: RiskStatus
    note: str
    opened_at: datetime
    closed_by_name: str | None
    closed_at: datetime | None


class BusinessTypeRow(Command):
    """What kind of business it is: its registrations have fields of their own, must know these facts and expect at
    least this much of its currency; and are protected for so many days."""

    code: Code
    label: Label = {}
    requires: list[SaleFact] = Field(default=[], max_length=20)
    least: Money | None = None
    protected_days: int = Field(default=90, ge=1, le=730)


class SetBusinessTypes(Command):
    """Of a legal entity, all of them; the first is that of an opportunity for which none is named."""

    legal_entity_id: Code | None = None
    types: list[BusinessTypeRow] = Field(max_length=30)


class BusinessTypesView(View):
    legal_entity_id: str
    types: list[BusinessTypeRow]
