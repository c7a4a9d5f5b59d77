"""What is said of opportunities?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
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


class OpenOpportunity(Command):
    id: UUID | None = None
    customer_id: UUID
    project: ShortStr
    product_code: ShortStr | None = None
    expected: Money | None = None
    external_id: ShortStr | None = None
    note: LongStr | None = None
    extra: Extra = {}


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
    reason: ShortStr


class AdvanceOpportunity(Command):
    stage: ShortStr


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
    won_amount: Money | None
    lead_id: UUID | None
    registration_id: UUID | None
    registration_status: RegistrationStatus | None
    contract_id: UUID | None
    engaged_on: date | None
    closed_on: date | None
    created_at: datetime
    version: int


class StageRow(Command):
    """A stage; the rows of a list stand in the order in which opportunities pass them."""

    code: ShortStr
    status: OpportunityStatus = OpportunityStatus.OPEN


class SetStages(Command):
    """The stages of a legal entity, all of them; opportunities keep the stage they have."""

    legal_entity_id: Code | None = None
    stages: list[StageRow] = Field(min_length=3, max_length=50)


class StagesView(View):
    legal_entity_id: str
    stages: list[StageRow]


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
