"""What is said of collection policies 回款政策: which terms are offered to customers of which grade and behaviour?"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.collections.dunning.procedures import Grade
from messages.collections.grading.grades import CreditRuleName
from messages.deals.offered_terms import PaymentWay
from messages.deals.terms import LONGEST, EarlyDiscount
from messages.text import Code, ShortStr

MOST_DAYS = 365  # that behaviour gives or takes


class GradeOffer(Command):
    """What customers of a grade are offered, in calendar days after what starts the term. `most_days` none: as long as
    the credit policy lets the grade."""

    grade: Grade  # empty: not graded yet
    ways: list[PaymentWay] = Field(min_length=1, max_length=5)  # the usual one first
    usual_days: int = Field(ge=0, le=LONGEST)
    most_days: int | None = Field(default=None, ge=0, le=LONGEST)
    early: EarlyDiscount | None = None


class BehaviourBound(Command):
    """What is measured is at least and at most so much; each bound where it is said."""

    fact: CreditRuleName
    from_value: int | None = Field(default=None, ge=0, le=LONGEST)
    to_value: int | None = Field(default=None, ge=0, le=LONGEST)


class ExtensionRule(Command):
    """Who behaves like this has so many days more, or less; the first rule that fits counts."""

    name: ShortStr
    days: int = Field(ge=-MOST_DAYS, le=MOST_DAYS)
    bounds: list[BehaviourBound] = Field(min_length=1, max_length=5)


class PublishCollectionPolicy(Command):
    """The next version of the policy of a legal entity, in force at once for what is not agreed yet. That of the entity
    counts, else that of everywhere."""

    name: ShortStr
    legal_entity_id: Code | Literal["*"]
    grades: list[GradeOffer] = Field(min_length=1, max_length=5)  # of each of them: COL-211
    extensions: list[ExtensionRule] = Field(default=[], max_length=20)


class CollectionPolicyView(View):
    """One version; never changed."""

    id: UUID
    name: str
    legal_entity_id: str
    version: int
    grades: list[GradeOffer]
    extensions: list[ExtensionRule]
    published_by: UUID | None  # None: as the product came
    published_by_name: str = ""
    published_at: datetime
    in_force: bool


Count = Annotated[int, Field(ge=0)]


class CollectionPolicyEffects(View):
    """What would follow from publishing it now, in customers; nothing is changed by asking."""

    customers: Count  # whose policy it would be
    longer: Count  # of them: usual terms of more days
    shorter: Count
    other_most: Count  # another longest term
    other_discount: Count
    other_ways: Count
