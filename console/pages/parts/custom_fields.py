"""Which fields of the company's own does a form have, and what was typed into them?"""

from collections.abc import Mapping
from typing import Any

from console.view_models import Input
from messages.custom_fields import CustomField, FieldTemplate
from messages.texts import text

PREFIX = "x_"  # before their names in a form, so that none is taken for one of ours
KINDS = {"date": "date", "flag": "select", "choice": "select"}


def custom_inputs(template: FieldTemplate, lang: str) -> list[Input]:
    """One for each field of the template, those that must be filled in too: else nobody could send the form."""
    return [_input(field, lang) for field in template.fields]


def custom_values(template: FieldTemplate, form: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by the fields' names."""
    typed = [(field, str(form.get(PREFIX + field.name) or "").strip()) for field in template.fields]
    return {field.name: value == "yes" if field.kind == "flag" else value for field, value in typed if value}


def label_of(field: CustomField, lang: str) -> str:
    """As the company calls it."""
    return field.label.get(lang) or next((label for label in field.label.values() if label), field.name)


def shown_value(field: CustomField, value: Any, lang: str) -> str:
    """As a page or a file shows it."""
    if value is None:
        return ""
    return text(f"value.{'yes' if value else 'no'}", lang) if field.kind == "flag" else str(value)


def _input(field: CustomField, lang: str) -> Input:
    options = [("", "—")] if field.kind in ("flag", "choice") else []
    options += [(value, text(f"value.{value}", lang)) for value in ("yes", "no")] if field.kind == "flag" else []
    options += [(choice, choice) for choice in field.choices]
    return Input(
        PREFIX + field.name,
        KINDS.get(field.kind, "text"),
        options=options,
        required=field.required,
        label=label_of(field, lang),
    )
