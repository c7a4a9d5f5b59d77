"""What is said of dunning procedures 催收策略: when is who asked to do what about a customer who has not paid?"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.money import Amount
from messages.text import Code, ShortStr

EVERYWHERE = "*"  # of every legal entity that has none of its own
USUAL = "2 business days"
Grade = Literal["", "A", "B", "C", "D"]  # of a customer's credit; empty: any
YearlyRate = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]  # percent


class Addressee(StrEnum):
    """Whom a level names."""

    OWNER = "owner"  # of the receivable
    MANAGER = "manager"  # of its owner
    FINANCE = "finance"
    DIRECTOR = "director"
    LEGAL = "legal"


Addressees = Annotated[list[Addressee], Field(max_length=5)]


class LevelTerms(Command):
    """`days` counts from the due date in calendar days: 0 or less is the reminder before it. Whom it names has a task,
    to be done within so much time, or a notice; `letter`: the customer is written to; `interest_rate`: late interest in
    percent a year, calendar days of 365."""

    days: int = Field(ge=-365, le=3650)
    tasks_for: Addressees = []
    within: ShortStr = USUAL
    notices_for: Addressees = []
    letter: bool = False
    interest_rate: YearlyRate = Decimal(0)


class PublishDunningProcedure(Command):
    """The next version of the procedure of a legal entity and credit grade, in force at once. The closest one counts:
    of entity and grade, of the entity, of everywhere and the grade, of everywhere."""

    name: ShortStr
    legal_entity_id: Code | Literal["*"]
    grade: Grade = ""
    levels: list[LevelTerms] = Field(min_length=1, max_length=20)
    repeat_days: int | None = Field(default=None, ge=1, le=365)  # the last level again, until it is paid
    large_from: Amount = Field(default=Decimal(100_000), gt=0)  # in the receivable's own currency, for the advice


class DunningProcedureView(View):
    """One version; never changed."""

    id: UUID
    name: str
    legal_entity_id: str  # "*": of every one that has none of its own
    grade: str
    version: int
    levels: list[LevelTerms]
    repeat_days: int | None
    large_from: Decimal
    published_by: UUID | None  # None: as the product came
    published_by_name: str = ""
    published_at: datetime
    in_force: bool


class DunningProcedureEffects(View):
    """What would follow from publishing it now; nothing is changed by asking."""

    affected: int  # open receivables that it would be for
    at_once: int  # of them: reach a level at once
