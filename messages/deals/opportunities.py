"""What is said of opportunities?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.custom_fields import Extra
from messages.deals.contracts import ContractLine
from messages.deals.registrations import RegistrationStatus
from messages.deals.terms import Instalment
from messages.money import Amount, Currency, Money
from messages.text import Code, LongStr, ShortStr


class OpportunityStatus(StrEnum):
    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


class Prospect(Command):
    """What is expected of it. `probability` in percent; `product_lines`: what of ours it is about."""

    product_code: ShortStr | None = None
    product_lines: list[ShortStr] = Field(default=[], max_length=20)
    expected: Money | None = None
    expected_close_on: date | None = None
    probability: int | None = Field(default=None, ge=0, le=100)
    note: LongStr | None = None
    extra: Extra = {}


class OpenOpportunity(Prospect):
    """`business_type`: without it that of the legal entity that stands first."""

    id: UUID | None = None
    customer_id: UUID
    project: ShortStr
    business_type: Code | None = None
    external_id: ShortStr | None = None


class EditOpportunity(Prospect):
    """Only what is given changes; null empties it."""

    project: ShortStr | None = None
    business_type: Code | None = None


class ImportOpportunityRow(Command):
    """History of another system: kept as it ended there; no process starts for it."""

    line: int
    external_id: ShortStr
    seller: ShortStr  # the person's login or name
    product_code: ShortStr
    customer_name: ShortStr | None = None  # without a customer it is reported, not registered
    stage: ShortStr  # Won, Lost, Engaging, Prospecting …
    engaged_on: date | None = None
    closed_on: date | None = None
    close_value: Amount | None = Field(default=None, ge=0)
    currency: Currency = "USD"
    legal_entity_id: Code | None = None


class WinOpportunity(Command):
    """The sale is won; the draft contract is made from it, once."""

    contract_id: UUID | None = None
    lines: list[ContractLine] = Field(min_length=1, max_length=200)
    currency: Currency
    terms: list[Instalment] | None = Field(default=None, min_length=1, max_length=36)  # none: those that he is offered
    clauses: LongStr = ""


class LoseOpportunity(Command):
    """`reason`: the code of one of the legal entity's, or what it is called; `note`: what happened."""

    reason: ShortStr
    note: LongStr = ""


class FieldChange(View):
    before: str
    after: str


class OpportunityView(View):
    id: UUID
    number: str
    status: OpportunityStatus
    stage: str
    customer_id: UUID
    customer_name: str
    project: str
    product_code: str | None
    expected: Money | None
    owner_id: UUID
    owner_name: str
    legal_entity_id: str
    external_id: str | None
    history: bool  # imported as it ended elsewhere
    lost_reason: str | None
    lost_note: str = ""
    won_amount: Money | None
    lead_id: UUID | None
    registration_id: UUID | None
    registration_status: RegistrationStatus | None
    contract_id: UUID | None
    engaged_on: date | None
    closed_on: date | None
    business_type: str | None = None
    expected_close_on: date | None = None
    probability: int | None = None
    product_lines: list[str] = []
    note: str | None = None
    extra: dict[str, Any] = {}
    stage_since: datetime | None = None
    progressed_at: datetime | None = None
    stalled_at: datetime | None = None  # since when its owner is told that it does not go on
    facts_version: int = 0  # 0: none are known
    created_at: datetime
    version: int


class OpportunityChangeView(View):
    """What somebody changed of it: per field what stood before and after."""

    version: int
    changes: dict[str, FieldChange]
    changed_by: UUID
    changed_by_name: str
    changed_at: datetime


class OpportunityCount(View):
    """Of what the actor may see: so many of this status, stage, history or live, and currency.

    `amount` is the sum of what was won, else of what is expected; None: nothing is expected of them.
    """

    status: OpportunityStatus
    stage: str
    history: bool
    count: int
    amount: Money | None


class OpportunityOpened(Event):
    subject: ClassVar[str] = "deals.opportunity.opened.v1"
    opportunity_id: UUID
    number: str
    customer_id: UUID
    project: str
    owner_id: UUID
    legal_entity_id: str
    stage: str
    lead_id: UUID | None = None
    expected: Money | None = None
    history: bool = False


class OpportunityWon(Event):
    subject: ClassVar[str] = "deals.opportunity.won.v1"
    opportunity_id: UUID
    number: str
    customer_id: UUID
    owner_id: UUID
    amount: Money
    contract_id: UUID | None = None  # None for imported history
    registration_id: UUID | None = None
    history: bool = False


class OpportunityReopened(Event):
    """Its contract was rejected or cancelled: it is open again and may be won with another one."""

    subject: ClassVar[str] = "deals.opportunity.reopened.v1"
    opportunity_id: UUID
    number: str
    customer_id: UUID
    owner_id: UUID
    contract_id: UUID
    contract: str  # its number
    stage: str
    amount: Money  # what is expected of it; 0.00 where nothing was said


class OpportunityLost(Event):
    subject: ClassVar[str] = "deals.opportunity.lost.v1"
    opportunity_id: UUID
    number: str
    customer_id: UUID
    owner_id: UUID
    reason: str
    registration_id: UUID | None = None
    history: bool = False


class OpportunityAdvanced(Event):
    subject: ClassVar[str] = "deals.opportunity.advanced.v1"
    opportunity_id: UUID
    number: str
    stage: str


class OpportunityEdited(Event):
    """`fields`: what was changed."""

    subject: ClassVar[str] = "deals.opportunity.edited.v1"
    opportunity_id: UUID
    number: str
    customer_id: UUID
    owner_id: UUID
    fields: list[str]
    project: str
    expected: Money | None = None
    expected_close_on: date | None = None
    probability: int | None = None
    product_lines: list[str] = []
    business_type: str | None = None


class OpportunitySetBack(Event):
    """It stands in an earlier stage again, for a reason."""

    subject: ClassVar[str] = "deals.opportunity.set_back.v1"
    opportunity_id: UUID
    number: str
    stage: str
    former_stage: str
    reason: str


class OpportunityStepCompleted(Event):
    subject: ClassVar[str] = "deals.opportunity.step_completed.v1"
    opportunity_id: UUID
    number: str
    stage: str
    step: str


class OpportunityFactsRecorded(Event):
    subject: ClassVar[str] = "deals.opportunity.facts_recorded.v1"
    opportunity_id: UUID
    number: str
    facts_version: int


class OpportunityRiskAdded(Event):
    subject: ClassVar[str] = "deals.opportunity.risk_added.v1"
    opportunity_id: UUID
    number: str
    risk: str


class OpportunityRiskClosed(Event):
    subject: ClassVar[str] = "deals.opportunity.risk_closed.v1"
    opportunity_id: UUID
    number: str
    risk: str


class OpportunityStalled(Event):
    """Nothing has gone on with it for the time that its stage allows: its owner is told, once."""

    subject: ClassVar[str] = "deals.opportunity.stalled.v1"
    opportunity_id: UUID
    number: str
    customer_name: str
    owner_id: UUID
    stage: str
    progressed_at: datetime


class OpportunityStallEscalated(OpportunityStalled):
    """Nor since its owner was told: his manager is, once."""

    subject: ClassVar[str] = "deals.opportunity.stall_escalated.v1"
