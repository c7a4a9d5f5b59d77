"""What may be asked, and who may see the answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from messages.errors import Malformed
from messages.org_path import is_within

EVERY = "*"


@dataclass(frozen=True)
class Ownership:
    """Whose a record is."""

    owner_id: UUID | None
    owner_unit: str | None
    legal_entity_id: str | None


def must_name(wanted: str | None) -> str:
    """INS-1: a timeline is asked for by a business number or an id."""
    if not wanted:
        raise Malformed("number", "", "INS-1")
    return wanted


def may_see_all(line: Sequence[Ownership], *, legal_entities: Sequence[str]) -> bool:
    """INS-6: who sees everything sees the sales of his legal entities; what belongs to none, who works for all."""
    named = {record.legal_entity_id for record in line} - {None}
    return EVERY in legal_entities or (bool(named) and named <= {*legal_entities})


def may_see_own(line: Sequence[Ownership], *, person_id: UUID, unit: str | None) -> bool:
    """INS-5: a person sees a record that is his, or that came of one that is his; a manager those of his unit too."""
    return any(record.owner_id == person_id or is_within(record.owner_unit, unit) for record in line)
