"""How are payment terms said in words? (as `reading.py` reads them again)"""

from collections.abc import Sequence
from decimal import Decimal

from messages.deals.terms import Instalment, InstalmentTrigger, StepKind, TermStep, Timing, path_of
from messages.texts import text


def said(rows: Sequence[Instalment], lang: str) -> str:
    """All of them, one a line."""
    return "\n".join(said_row(row, lang) for row in rows)


def said_row(row: Instalment, lang: str) -> str:
    """With its share of the whole."""
    return f"{plain(row.percent)}% {said_when(row, lang)}"


def said_when(row: Instalment, lang: str) -> str:
    """Without its share."""
    times = text("terms.times", lang, number=row.times) if row.times > 1 else ""
    due = said_due(row.trigger, row.days, row.timing(), lang)
    return text("terms.comma", lang).join(one for one in (due, times) if one)


def said_due(trigger: InstalmentTrigger | None, days: int, timing: Timing, lang: str) -> str:
    """When it is due, and what is off until when."""
    if timing.on is not None:
        return text("terms.on", lang, day=timing.on.isoformat())
    parts = [text(f"terms.trigger.{trigger}", lang)] if trigger else []
    if timing.steps or days:
        parts.append(text("terms.then", lang).join(_step(step, lang) for step in path_of(timing.steps, days)))
    if timing.discount is not None:
        off = timing.discount
        parts.append(text("terms.discount", lang, percent=plain(off.percent), days=off.days))
    return text("terms.comma", lang).join(parts)


def _step(step: TermStep, lang: str) -> str:
    kind = f"{step.kind}.{step.number}" if step.kind is StepKind.MONTH_END and step.number <= 1 else step.kind
    return text(f"terms.step.{kind}", lang, number=step.number)


def plain(percent: Decimal) -> str:
    """30, 12.5"""
    return format(percent.normalize(), "f")
