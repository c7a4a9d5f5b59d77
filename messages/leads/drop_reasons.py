"""What is said of the reasons for which leads are dropped?"""

from typing import Literal

from pydantic import Field

from messages.base import Command, View
from messages.text import Code, ShortStr


class DropReasonRow(Command):
    code: Code
    label: dict[Literal["zh", "en"], ShortStr] = {}

    @property
    def names(self) -> dict[str, str]:
        return {str(lang): name for lang, name in self.label.items()}


class SetDropReasons(Command):
    """Of a legal entity, all of them; what was dropped before keeps its reason."""

    legal_entity_id: Code | None = None
    reasons: list[DropReasonRow] = Field(min_length=1, max_length=50)


class DropReasonsView(View):
    legal_entity_id: str
    reasons: list[DropReasonRow]


class DropRank(View):
    """How many leads of a source were dropped for this reason, of all that came from there."""

    source: str
    reason: str
    label: dict[str, str]
    count: int
    of_source: int  # all leads of the source, whatever became of them
    permille: int
