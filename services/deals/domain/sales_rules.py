"""What must be known of a sale, of which kind is it, and why may it be lost?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from messages.deals.losses import LossReasonRow
from messages.deals.stages import BusinessTypeRow, SaleFact
from messages.errors import RuleViolation
from messages.money import Money

# Where a legal entity has set none of its own.
USUAL_REASONS = tuple(
    LossReasonRow(code=code)
    for code in ("PRICE", "COMPETITOR", "NO_BUDGET", "NO_NEED", "TIMING", "PRODUCT", "RELATIONSHIP", "OTHER")
)


def type_named(code: str | None, types: Sequence[BusinessTypeRow]) -> BusinessTypeRow | None:
    """DEA-64: a business type is one that the legal entity has set; without it, the first one. None where none is."""
    if code is None:
        return types[0] if types else None
    for one in types:
        if one.code.casefold() == code.casefold():
            return one
    raise RuleViolation("DEA-64", business_type=code, known=[dict(one.label) or one.code for one in types] or "—")


def find_type(code: str | None, types: Sequence[BusinessTypeRow]) -> BusinessTypeRow | None:
    """None: the opportunity has none, or it was taken off the list since."""
    return next((one for one in types if one.code == code), None)


def must_be_named_once(codes: Sequence[str]) -> None:
    """DEA-65: business types, and reasons of losses, are named once each."""
    if len({code.casefold() for code in codes}) < len(codes):
        raise RuleViolation("DEA-65")


def must_meet_criteria(kind: BusinessTypeRow, known: Collection[SaleFact], expected: Money | None) -> None:
    """DEA-66: an opportunity is registered when all is known that its business type asks for, and enough is expected.

    All that is missing is said at once.
    """
    missing = [f"fact_of_sale.{fact}" for fact in kind.requires if fact not in known]
    least = kind.least
    if least is not None and not _is_enough(expected, least):
        missing.append("fact_of_sale.LEAST")
    if missing:
        raise RuleViolation("DEA-66", facts=missing, least=least if "fact_of_sale.LEAST" in missing else "—")


def _is_enough(expected: Money | None, least: Money) -> bool:
    return expected is not None and expected.currency == least.currency and expected.amount >= least.amount


def reason_named(said: str, reasons: Sequence[LossReasonRow], words: Mapping[str, str]) -> str:
    """DEA-67: an opportunity is lost for one of the reasons that the legal entity has set, by its code or its name."""
    wanted = said.casefold()
    for one in reasons:
        names = {one.code.casefold(), *(name.casefold() for name in one.label.values())}
        if wanted in names or words.get(wanted) == one.code:
            return one.code
    raise RuleViolation("DEA-67", reason=said, known=[dict(one.label) or one.code for one in reasons])


def ends_at(due_on: date, now: datetime, tz: str) -> datetime:
    """DEA-68: guidance is due today or later, within a year; it is overdue when that day is over where it was given."""
    zone = ZoneInfo(tz)
    today = now.astimezone(zone).date()
    if not today <= due_on <= today + timedelta(days=366):
        raise RuleViolation("DEA-68", due_on=due_on)
    return datetime.combine(due_on + timedelta(days=1), datetime.min.time(), tzinfo=zone)


def must_be_open_still(is_open: bool, status: str) -> None:
    """DEA-69: guidance is acted on once, and a risk is closed once."""
    if not is_open:
        raise RuleViolation("DEA-69", status=status)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What changed, field by field, as it is said."""
    return {
        name: {"before": _said(before.get(name)), "after": _said(value)}
        for name, value in after.items()
        if before.get(name) != value
    }


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    return "" if value is None else str(value)
