"""What is wrong with which field of a form, in the reader's words?"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from messages.reasons import reason_of
from messages.texts import known, text

NAMED = re.compile(r"[\w-]+")
MOST_SAID = 5
CUSTOM_FIELD = "SYS-4"
PREFIXES = ("", "c_", "fact_", "x_")  # before the name, where a form holds fields of the company's own
# Called otherwise in a form, where its label alone says what it is.
ALSO = {
    "kind": ("channel_kind",), "secret": ("robot_secret",), "events": ("notice",), "text": ("message", "guidance"),
    "risk": ("risk_text",), "answer": ("done_about_it",), "step": ("sale_step",), "mentions": ("mention",),
    "name": ("key_name", "customer_name", "campaign_name", "activity_name", "form_name"), "code": ("activity_code",),
    "title": ("task_title", "form_title"), "executor_id": ("executor",),
    "fields": ("lead_fields", "form_fields"), "channels": ("lead_channels",), "amount": ("spent", "raised_to"),
}  # fmt: skip
# Rules that are about one field of a form; their refusal stands beside it.
FIELD_OF_RULE = {
    "APP-4": "file", "APP-5": "comment", "APP-10": "to", "APP-15": "file", "APP-45": "manager", "APP-50": "ends_at",
    "APP-63": "comment", "APP-64": "to", "APP-65": "comment", "APP-68": "then", "APP-72": "to_step",
    "APP-73": "comment", "APP-80": "address", "APP-81": "address", "APP-126": "comment", "APP-151": "substitute_id",
    "APP-166": "to",
    "COL-4": "terms", "COL-10": "amount", "COL-12": "amount", "COL-13": "occurrence", "COL-16": "amount",
    "COL-24": "amount", "COL-107": "to_bill", "COL-163": "note",
    "DEA-1": "customer_name", "DEA-8": "stage", "DEA-10": "terms", "DEA-13": "product_id", "DEA-14": "product_id",
    "DEA-22": "product_id", "DEA-31": "file", "LEA-2": "phone", "LEA-4": "source", "LEA-9": "owner_id",
    "LEA-12": "customer_name", "LEA-17": "email", "LEA-24": "region", "LEA-25": "pool_id", "LEA-50": "owner_id",
    "LEA-125": "executor", "LEA-127": "file", "LEA-111": "ends_on", "LEA-112": "ends_on", "LEA-116": "planned_cost",
    "LEA-100": "lead_channels", "LEA-101": "lead_channels", "LEA-102": "channel",
    "ORD-3": "quantity", "ORD-7": "quantity", "ORD-11": "on_hand", "ORD-19": "product_id", "ORD-20": "price",
    "ORD-26": "discount", "ORD-27": "final_amount", "ORD-31": "price", "ORD-32": "discount",
    "SYS-15": "file",
    "DEA-2": "tax_id", "DEA-85": "tax_id", "DEA-111": "to", "DEA-126": "reason",
}  # fmt: skip


@dataclass(frozen=True)
class FieldError:
    """`name` as the command calls it, or the form; `row` of a field that repeats (the first is 0)."""

    name: str
    row: int
    words: str
    is_row: bool = False

    def sentence(self, lang: str) -> str:
        """With the field's name before it, for the head of the page."""
        codes = [f"field.{self.name.removeprefix(prefix)}" for prefix in PREFIXES]
        label = next((text(code, lang) for code in codes if known(code, lang)), self.name)
        place = f"{label} {self.row + 1}" if self.is_row else label
        return f"{place}{text('console.colon', lang)}{self.words}{text('console.stop', lang).strip()}"


def field_errors(errors: Sequence[Mapping[str, Any]], lang: str) -> list[FieldError]:
    """Of a service's problem, of pydantic, or of our own reading."""
    return [_field_error(error, lang) for error in errors]


def rule_error(rule: str, params: Mapping[str, Any], words: str, lang: str) -> list[FieldError]:
    """A refusal that is about one field: the one that it names (a custom field), or that of the rule."""
    if rule == CUSTOM_FIELD:
        return [FieldError(str(params.get("field")), 0, text(str(params.get("rule")), lang, **params))]
    name = str(params["field"]) if isinstance(params.get("field"), str) else FIELD_OF_RULE.get(rule, "")
    return [FieldError(name, 0, words)] if name else []


def as_in_form(errors: Sequence[FieldError], form_fields: Collection[str]) -> list[FieldError]:
    """Each under the name that its field has in this form."""
    found = []
    for error in errors:
        names = [*(f"{prefix}{error.name}" for prefix in PREFIXES), *ALSO.get(error.name, ())]
        found.append(replace(error, name=next((name for name in names if name in form_fields), error.name)))
    return found


def beside(errors: Sequence[FieldError]) -> dict[tuple[str, int], str]:
    """What to say at which field of the form; the first one said of a field counts."""
    found: dict[tuple[str, int], str] = {}
    for error in errors:
        found.setdefault((error.name, error.row), error.words)
    return found


def said(errors: Sequence[FieldError], lang: str) -> str:
    """All of it in sentences."""
    return " ".join(error.sentence(lang) for error in errors[:MOST_SAID])


def reason(error: Mapping[str, Any], lang: str) -> str:
    """Why one value is refused; never in the words of a library. What a service says is in the reader's language."""
    if "code" in error:
        return text(str(error["code"]), lang, **error.get("params", {}))
    if "detail" in error:
        return str(error["detail"]).rstrip("。.")
    if error.get("text"):  # of a row of a file
        return str(error["text"]).rstrip("。.")
    rule, words = reason_of(error, lang)
    if words and "-" in rule and known(rule, lang) and "{" not in text(rule, lang):
        words = text(rule, lang)
    return words or text("input.other", lang)


def _field_error(error: Mapping[str, Any], lang: str) -> FieldError:
    place = error.get("loc") or str(error.get("field", "")).split(".")
    parts = [str(part) for part in place]
    names = [part for part in parts if NAMED.fullmatch(part) and not part.isdigit()]  # no type that was tried
    rows = [int(part) for part in parts if part.isdigit()]
    return FieldError(names[-1] if names else "form", rows[0] if rows else 0, reason(error, lang), bool(rows))
