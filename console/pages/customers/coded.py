"""What are the coded values of a customer called, by a company or by the house?"""

from collections.abc import Iterable, Sequence
from typing import Any

from console.view_models import Cell, Worded
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customer_care.segments import NamedCode
from messages.texts import known, text

ATTRIBUTES = ("category", "importance", "need", "urgency")


def words_of(kind: str, code: str | None, options: Iterable[NamedCode], lang: str) -> str:
    """As the company calls it, else as the house does, else the code."""
    if code is None:
        return ""
    label: dict[Any, str] = next((dict(one.label) for one in options if one.code == code), {})
    said = label.get(lang) or next(iter(label.values()), None)
    worded = f"value.{kind}.{code}"
    return said or (text(worded, lang) if known(worded, lang) else code)


def cell_of(kind: str, code: str | None, options: Iterable[NamedCode], lang: str) -> Cell:
    return words_of(kind, code, options, lang) or None


def choices(kind: str, options: Sequence[NamedCode], lang: str) -> list[tuple[str, str]]:
    """For a select; nothing chosen is the first."""
    return [("", "—"), *((one.code, words_of(kind, one.code, options, lang)) for one in options)]


def attribute_cells(rules: CustomerRules, record: object, lang: str) -> dict[str, Cell]:
    """The attributes of a customer that are known."""
    found: dict[str, Cell] = {}
    for name in ATTRIBUTES:
        value = getattr(record, name)
        if value:
            found[name] = cell_of(f"customer_{name}", value, getattr(rules.attributes, name), lang)
    return found


def deal_status(code: str | None) -> Cell:
    return Worded(f"status.deal.{code}") if code else None
