"""What is known of what a customer needs, has, and who decides there, version by version?"""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.money import Amount, Money
from messages.text import LongStr, ShortStr

MOST = 30


class Need(Command):
    what: ShortStr
    quantity: Amount | None = Field(default=None, gt=0)  # to two decimals
    unit: ShortStr | None = None


class Involved(Command):
    """Somebody at the customer: for us, or the one who decides."""

    name: ShortStr
    title: ShortStr | None = None
    note: LongStr = ""


class Competitor(Command):
    name: ShortStr
    strength: LongStr = ""
    weakness: LongStr = ""


class OpportunityFacts(Command):
    """All that is known now."""

    needs: list[Need] = Field(default=[], max_length=MOST)
    budget: Money | None = None
    supporters: list[Involved] = Field(default=[], max_length=MOST)
    deciders: list[Involved] = Field(default=[], max_length=MOST)
    competitors: list[Competitor] = Field(default=[], max_length=MOST)


class RecordFacts(OpportunityFacts):
    """The next version; the same again changes nothing."""


class FactsView(View):
    """One version."""

    version: int
    facts: OpportunityFacts
    recorded_by: UUID
    recorded_by_name: str
    recorded_at: datetime
