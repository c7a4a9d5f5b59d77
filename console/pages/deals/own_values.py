"""How are the company's own fields and words of an opportunity and its registration shown?"""

from collections.abc import Mapping
from typing import Any

from console.pages.parts.custom_fields import PREFIX, label_of, shown_value
from console.view_models import Cell, Table, Worded
from messages.custom_fields import FieldTemplate
from messages.texts import known


def own_fields(template: FieldTemplate, extra: Mapping[str, Any], lang: str) -> list[Table]:
    """Those that are filled in, by the labels that the company gave them."""
    rows = [
        (label_of(field, lang), shown_value(field, extra[field.name], lang))
        for field in template.fields
        if extra.get(field.name) is not None
    ]
    return [Table("console.own_fields", ("own_field", "own_value"), rows)] if rows else []


def reason_words(code: str, label: Mapping[Any, str], lang: str) -> Cell:
    """As the company calls it, else as the house does, else as it was written."""
    said = label.get(lang) or next(iter(label.values()), None)
    return said or (Worded(f"loss_reason.{code}") if known(f"loss_reason.{code}") else code)


def kept_value(extra: Mapping[str, Any], name: str) -> str:
    """What a field of a form, by the name it has there, shows at first."""
    value = extra.get(name.removeprefix(PREFIX))
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
