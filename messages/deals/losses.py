"""What is said of the reasons for which opportunities are lost?"""

from typing import Literal

from pydantic import Field

from messages.base import Command, View
from messages.money import Money
from messages.text import Code, ShortStr


class LossReasonRow(Command):
    code: Code
    label: dict[Literal["zh", "en"], ShortStr] = {}


class SetLossReasons(Command):
    """Of a legal entity, all of them; what was lost before keeps its reason."""

    legal_entity_id: Code | None = None
    reasons: list[LossReasonRow] = Field(min_length=1, max_length=50)


class LossReasonsView(View):
    legal_entity_id: str
    reasons: list[LossReasonRow]


class LossRank(View):
    """How many were lost for this reason, of all that were; `amounts`: what was expected of them, per currency."""

    reason: str
    label: dict[str, str]
    count: int
    permille: int
    amounts: list[Money]
