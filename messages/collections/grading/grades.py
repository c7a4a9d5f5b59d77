"""What is said of how far a customer is trusted: by which policy he is graded, how he stands, and is he on hold?"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.money import Money
from messages.text import LongStr, ShortStr

ReleaseRole = Literal["finance", "director", "sales_manager"]


class CreditGrade(StrEnum):
    """信用等级, the best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class CreditRuleName(StrEnum):
    """What a customer is judged by; each is measured by finance's own records, but the evidence."""

    ON_TIME = "ON_TIME"  # percent of what was due in the last twelve months that was paid by its day
    AVERAGE_DAYS = "AVERAGE_DAYS"  # days late on average, of the same
    WORST_DAYS = "WORST_DAYS"  # days late at worst, of the same
    OVERDUE_DAYS = "OVERDUE_DAYS"  # days since the oldest debt that is open now was due
    WRITE_OFFS = "WRITE_OFFS"  # write-offs that were approved in the last twelve months
    DISPUTES = "DISPUTES"  # disputed receivables that are open
    RELATION_MONTHS = "RELATION_MONTHS"  # since the first receivable
    BROKEN_PROMISES = "BROKEN_PROMISES"  # promises to pay that were broken in the last twelve months
    EVIDENCE = "EVIDENCE"  # what an outside source rates him at, 0 to 100


class CreditRule(Command):
    """All `points` are given for the best; none at `bound` (of what grows with trust: all at `bound`)."""

    rule: CreditRuleName
    points: int = Field(ge=0, le=100)
    bound: int = Field(ge=1, le=3650)


class GradeTerms(Command):
    """What follows from a grade: the longest days of credit, and whether the customer is on hold by it."""

    grade: CreditGrade
    least_score: int = Field(ge=0, le=100)
    most_days: int = Field(ge=0, le=3650)
    hold: bool = False


class PublishCreditPolicy(Command):
    """The next version: by what customers are graded, what follows from it, and who may release an order from it."""

    rules: list[CreditRule] = Field(min_length=1, max_length=20)
    grades: list[GradeTerms] = Field(min_length=1, max_length=4)
    evidence_days: int = Field(default=180, ge=1, le=3650)  # how long evidence without an end counts
    release_roles: list[ReleaseRole] = Field(min_length=1, max_length=5)


class CreditPolicyView(View):
    version: int
    rules: list[CreditRule]
    grades: list[GradeTerms]
    evidence_days: int
    release_roles: list[ReleaseRole]
    published_by: UUID | None  # None: the house's own first one
    published_at: datetime


class RulePoints(View):
    """What one rule gave, and of how many; `measured`: None where nothing is known."""

    rule: CreditRuleName
    points: int
    of: int
    measured: int | None


class CreditGradeView(View):
    """How a customer was graded once; never changed."""

    id: UUID
    graded_at: datetime
    score: int
    grade: CreditGrade
    reasons: list[RulePoints]
    cause: str  # `policy`, `asked`, `evidence`, `hold`, or `records`: what finance knows has changed
    policy_version: int


class HoldCredit(Command):
    """Nothing is shipped to the customer on credit until somebody in finance releases him."""

    reason: LongStr = Field(min_length=1)


class ReleaseCredit(Command):
    reason: LongStr = Field(min_length=1)


class CreditHoldView(View):
    id: UUID
    reason: str
    held_by: UUID | None  # None: by his grade
    held_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str


class EvidenceView(View):
    """What an outside source said, as it said it."""

    id: UUID
    source: str
    asked_by: UUID
    asked_at: datetime
    valid_until: date
    score: int
    sha256: str  # of `body`
    body: str  # JSON


class AskCreditSource(Command):
    """Ask an outside source about the customer, now."""

    id: UUID | None = None
    source: ShortStr


class SourceAnswer(View):
    """What every source has to say, whatever else it says: how sound the company is, 0 to 100."""

    score: int = Field(ge=0, le=100)
    valid_until: date | None = None


class CreditStandingView(View):
    """How far a customer is trusted now."""

    customer_id: UUID
    customer_name: str
    grade: CreditGrade | None  # None: he was not graded yet
    score: int | None
    graded_at: datetime | None
    on_hold: bool
    hold_reason: str
    most_days: int | None
    has_limit: bool = False  # in whatever currency
    legal_entity_id: str


class CreditStandingChanged(Event):
    """How far a customer is trusted; contracts and orders are judged by it. `room`: what he may still owe, in each
    currency in which he has a limit."""

    subject: ClassVar[str] = "collections.credit_standing.changed.v1"
    credit_standing_id: UUID  # his own id: there is one of each customer
    customer_id: UUID
    customer_name: str = ""
    owner_id: UUID | None = None
    legal_entity_id: str
    grade: str = ""
    score: int | None = None
    on_hold: bool = False
    hold_reason: str = ""
    most_days: int | None = None
    days_late: int = 0
    room: list[Money] = []


class CreditHeld(Event):
    """Nothing is shipped to him on credit any more."""

    subject: ClassVar[str] = "collections.credit_hold.set.v1"
    credit_hold_id: UUID
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    reason: str


class CreditReleased(Event):
    """This hold is over."""

    subject: ClassVar[str] = "collections.credit_hold.released.v1"
    credit_hold_id: UUID
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    reason: str
