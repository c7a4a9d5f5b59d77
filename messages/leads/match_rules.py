"""What is said of the fields by which leads are compared?"""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from messages.base import Command, Event, View
from messages.text import Code, ShortStr

Rule = Annotated[list[ShortStr], Field(min_length=1, max_length=20)]


class SetMatchRules(Command):
    """Any of these makes two leads one, all fields of it together. None at all: the usual ones again."""

    legal_entity_id: Code | None = None  # without it: the actor's first
    product_line: Code | None = None  # without it: for all that have no rules of their own
    rules: Annotated[list[Rule], Field(max_length=50)]


class MatchRulesView(View):
    legal_entity_id: str
    product_line: str | None
    rules: list[list[str]]
    usual: bool  # nobody set others
    changed_at: datetime | None = None
    changed_by: str | None = None
    version: int


class MatchRulesSet(Event):
    """By what leads of a product line are compared from now on; an empty line: all that have no rules of their own."""

    subject: ClassVar[str] = "leads.match_rules.set.v1"
    match_rules_id: UUID
    legal_entity_id: str
    product_line: str
    rules: list[list[str]]
    by_id: UUID
