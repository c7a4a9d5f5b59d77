"""For which reasons may a lead be dropped?"""

from collections.abc import Mapping, Sequence

from messages.errors import RuleViolation
from messages.leads.drop_reasons import DropReasonRow

# Where a legal entity has set none of its own.
USUAL_REASONS = tuple(
    DropReasonRow(code=code)
    for code in ("NO_NEED", "NO_BUDGET", "UNREACHABLE", "WRONG_CONTACT", "COMPETITOR", "TIMING", "NOT_OURS", "OTHER")
)


def reason_named(said: str, reasons: Sequence[DropReasonRow], words: Mapping[str, str]) -> DropReasonRow:
    """LEA-62: a lead is dropped for one of the reasons that its legal entity has set, by its code or its name."""
    wanted = said.casefold()
    for one in reasons:
        names = {one.code.casefold(), *(name.casefold() for name in one.label.values())}
        if wanted in names or words.get(wanted) == one.code:
            return one
    raise RuleViolation("LEA-62", reason=said, known=[one.names or one.code for one in reasons])


def must_be_named_once(codes: Sequence[str]) -> None:
    """LEA-63: each reason is named once."""
    if len({code.casefold() for code in codes}) < len(codes):
        raise RuleViolation("LEA-63")
