"""What is said of contracts?"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.files import AttachedFile
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr


class ContractStatus(StrEnum):
    DRAFT = "DRAFT"
    IN_APPROVAL = "IN_APPROVAL"
    RETURNED = "RETURNED"
    REJECTED = "REJECTED"
    EFFECTIVE = "EFFECTIVE"
    CANCELLING = "CANCELLING"  # was effective; orders is asked whether an order stands under it
    CANCELLED = "CANCELLED"

    @classmethod
    def _missing_(cls, value: object) -> "ContractStatus | None":
        return cls.REJECTED if value == "REFUSED" else None  # what it was called before


class ContractLine(Command):
    product_id: UUID
    quantity: int = Field(ge=1, le=1_000_000)
    price: Amount = Field(ge=0)  # agreed, per unit
    list_price: Amount | None = None  # filled from the product; given, it must be the product's


class EditContract(Command):
    """Only what is given changes; not while it is being approved."""

    lines: list[ContractLine] | None = Field(default=None, min_length=1, max_length=200)
    terms: list[Instalment] | None = Field(default=None, min_length=1, max_length=36)
    clauses: LongStr | None = None


class DecideContract(Command):
    """`round` is the one that was decided; a decision on an earlier round than the present changes nothing."""

    round: int | None = Field(default=None, ge=1, le=1_000_000)


class SignedFields(Command):
    """The fields that signers may change while they look at it (`may_edit` of the policy), as they were signed."""

    clauses: LongStr | None = None


class MakeEffective(DecideContract):
    edited: SignedFields = SignedFields()


class ReturnContract(DecideContract):
    guidance: LongStr = ""


class RejectContract(DecideContract):
    reason: LongStr = ""


class AssessRisk(Command):
    """Somebody who knows better says how risky it is, and why: 0 is none, 100 the most."""

    score: int = Field(ge=0, le=100)
    reason: Annotated[ShortStr, Field(min_length=1)]


class CancelContract(Command):
    reason: ShortStr


class RiskFactor(View):
    """One cause of risk (`value.cause.<cause>` in the catalogue), its points, and what they were computed from."""

    cause: str
    points: int
    note: str = ""


class ContractLineView(View):
    product_id: UUID
    product_code: str
    product_name: str
    quantity: int
    list_price: Money
    price: Money
    amount: Money


class ContractView(View):
    id: UUID
    number: str
    status: ContractStatus
    round: int  # 0 as a draft that was never submitted, +1 at each submission
    opportunity_id: UUID
    customer_id: UUID
    customer_name: str
    owner_id: UUID
    owner_name: str
    legal_entity_id: str
    lines: list[ContractLineView]
    terms: list[Instalment]
    clauses: str
    total: Money
    list_total: Money
    discount_percent: Decimal  # of the list total, two decimals; what is dearer than listed makes up for nothing
    line_discount_percent: Decimal = Decimal("0.00")  # of the line that has the largest one
    guidance: str | None
    effective_at: datetime | None
    created_at: datetime
    version: int
    files: list[AttachedFile] = []  # by name
    risk_score: int | None = None  # 0-100; None until it was submitted or assessed
    risk_factors: list[RiskFactor] = []
    offer: OfferedTerms | None = None  # to its customer, when its terms were set; later ones do not touch them

    @property
    def is_as_offered(self) -> bool:
        return self.offer is not None and self.terms == self.offer.terms


class ContractEvent(Event):
    """What all events of a contract have in common."""

    contract_id: UUID
    number: str
    opportunity_id: UUID
    customer_id: UUID
    owner_id: UUID
    legal_entity_id: str
    total: Money
    round: int = 1


class ContractDrafted(ContractEvent):
    subject: ClassVar[str] = "deals.contract.drafted.v1"


class ContractEdited(ContractEvent):
    subject: ClassVar[str] = "deals.contract.edited.v1"


class ContractFileAttached(ContractEvent):
    subject: ClassVar[str] = "deals.contract.file_attached.v1"
    file_name: str
    sha256: str


class ContractFileRemoved(ContractEvent):
    subject: ClassVar[str] = "deals.contract.file_removed.v1"
    file_name: str
    sha256: str


class ContractAssessed(ContractEvent):
    """Somebody has said how risky it is."""

    subject: ClassVar[str] = "deals.contract.assessed.v1"
    score: int
    reason: str


class ContractSubmitted(ContractEvent):
    """Starts the process ContractApproval; again (round > 1) it is signalled to it."""

    subject: ClassVar[str] = "deals.contract.submitted.v1"


class ContractWithdrawn(ContractEvent):
    """Taken back by its owner while it was being approved: a draft again."""

    subject: ClassVar[str] = "deals.contract.withdrawn.v1"


class ContractReturned(ContractEvent):
    subject: ClassVar[str] = "deals.contract.returned.v1"
    guidance: str = ""


class ContractRejected(ContractEvent):
    subject: ClassVar[str] = "deals.contract.rejected.v1"
    reason: str = ""


class ContractEffective(ContractEvent):
    subject: ClassVar[str] = "deals.contract.effective.v1"
    customer_name: str
    lines: list[ContractLine]
    terms: list[Instalment]
    effective_at: datetime
    history: bool = False  # it was signed before it came here


class ContractCancelRequested(ContractEvent):
    """An effective contract is to be cancelled; orders answers with CallOffsClosed or CallOffsKept."""

    subject: ClassVar[str] = "deals.contract.cancel_requested.v1"
    reason: str = ""


class ContractKept(ContractEvent):
    """It is effective again: these orders stand under it."""

    subject: ClassVar[str] = "deals.contract.kept.v1"
    orders: list[str]


class ContractCancelled(ContractEvent):
    subject: ClassVar[str] = "deals.contract.cancelled.v1"
    reason: str = ""
