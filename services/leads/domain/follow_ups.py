"""Which follow-up may be recorded, and which of them is work on a lead?"""

from collections.abc import Sequence

from messages.deals.follow_ups import FollowUpKindRow
from messages.errors import RuleViolation
from messages.leads.leads import FollowUpKind

# Where a pool has set none of its own.
USUAL = tuple(FollowUpKindRow(code=kind, effective=kind is not FollowUpKind.NOTE) for kind in FollowUpKind)


def kinds_of(own: Sequence[FollowUpKindRow]) -> Sequence[FollowUpKindRow]:
    return own or USUAL


def kind_named(code: str, kinds: Sequence[FollowUpKindRow]) -> FollowUpKindRow:
    """LEA-60: a lead is followed up in one of the ways that its pool has set."""
    for kind in kinds:
        if kind.code.casefold() == code.casefold():
            return kind
    raise RuleViolation("LEA-60", kind=code, known=[kind.code for kind in kinds])


def is_contact(kind: FollowUpKindRow) -> bool:
    """LEA-6: only a follow-up that its pool counts as work sets the clock back; of the usual ones all but a note."""
    return kind.effective


def must_count(kinds: Sequence[FollowUpKindRow]) -> None:
    """LEA-61: kinds of follow-ups are named once each, and at least one of them counts as work."""
    codes = [kind.code.casefold() for kind in kinds]
    if len(set(codes)) < len(codes) or not any(kind.effective for kind in kinds):
        raise RuleViolation("LEA-61")
