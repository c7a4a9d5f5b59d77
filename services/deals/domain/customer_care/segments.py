"""Which values may the attributes of a customer have, and how far may one be with him?"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from messages.deals.customer_care.phases import USUAL_PHASES, PhaseKind, PhaseRow, ReminingRules
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customer_care.segments import CustomerAttributes, NamedCode, SegmentRow
from messages.errors import Malformed, RuleViolation

ATTRIBUTES = ("category", "importance", "need", "urgency")
ENDED = (PhaseKind.LOST, PhaseKind.ELIMINATED)


def valid_attributes(given: Mapping[str, object], rules: CustomerAttributes) -> dict[str, str]:
    """DEA-124: an attribute of a customer has one of the values that the legal entity has set."""
    found = {}
    for name in ATTRIBUTES:
        value = given.get(name)
        if value is not None:
            found[name] = _named(name, str(value), getattr(rules, name))
    return found


def _named(name: str, value: str, known: Sequence[NamedCode]) -> str:
    for one in known:
        if one.code.casefold() == value.casefold():
            return one.code
    raise Malformed(name, value, "DEA-124", known=[one.code for one in known])


def phase_named(code: str, phases: Sequence[PhaseRow]) -> PhaseRow:
    """DEA-125: a phase is one that the legal entity has set."""
    for one in phases:
        if one.code.casefold() == code.casefold():
            return one
    raise RuleViolation("DEA-125", phase=code)


def find_phase(code: str | None, phases: Sequence[PhaseRow]) -> PhaseRow | None:
    """None: nobody has said how far one is, or it was taken off the list since."""
    return next((one for one in phases if one.code == code), None)


def must_say_why(now: PhaseRow | None, to: PhaseRow, *, reason: str | None, note: str) -> None:
    """DEA-126: who is lost or eliminated is so for a reason of the list; who is worked on again is so with a note."""
    reopened = now is not None and now.kind in ENDED and to.kind not in ENDED
    if (to.kind in ENDED and reason is None) or (reopened and not note.strip()):
        raise RuleViolation("DEA-126", phase=f"value.phase.{to.code}" if to in USUAL_PHASES else to.code)


def must_be_sound(rules: CustomerRules) -> None:
    """DEA-127: values, phases, segments, kinds of expenses are named once each; the first phase is one of work."""
    lists: list[Sequence[NamedCode]] = [*(getattr(rules.attributes, name) for name in ATTRIBUTES)]
    lists += [rules.phases, rules.segments, rules.expenses.kinds]
    if any(len({one.code.casefold() for one in found}) < len(found) for found in lists):
        raise RuleViolation("DEA-127")
    if rules.phases[0].kind in ENDED:
        raise RuleViolation("DEA-127")


def segment_named(code: str, segments: Sequence[SegmentRow]) -> SegmentRow:
    """DEA-128: a segment is one that the legal entity has set."""
    for one in segments:
        if one.code.casefold() == code.casefold():
            return one
    raise RuleViolation("DEA-128", segment=code)


def worth_since(rules: ReminingRules, now: datetime) -> datetime:
    """DEA-129: who was lost or eliminated is worth another try when so many days have passed since."""
    return now - timedelta(days=rules.after_days)
