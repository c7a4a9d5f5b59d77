"""How are attributes, phases and segments of customers written, a line each, and read again?"""

from collections.abc import Sequence
from typing import Any

from console.form_input import Unreadable, amount, whole
from console.pages.customers.coded import ATTRIBUTES, words_of
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.session import Person
from console.view_models import Action, Cell, Input, Table, Worded
from messages.deals.customer_care.phases import PhaseKind
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customer_care.segments import SegmentCondition, SegmentField
from messages.deals.customers import DealStatus
from messages.texts import LANGUAGES, text

PATH = "/customer-rules"
NAMED = ("code", "zh", "en")
PHASE = (*NAMED, "kind")
SEGMENT = (*NAMED, "conditions")


def tables_of(rules: CustomerRules, person: Person) -> list[Table]:
    """As they are called."""
    lang = person.lang
    values: list[tuple[Cell, ...]] = [
        (text(f"field.{name}", lang), ", ".join(words_of(f"customer_{name}", one.code, found, lang) for one in found))
        for name in ATTRIBUTES
        if (found := getattr(rules.attributes, name))
    ]
    phases: list[tuple[Cell, ...]] = [
        (words_of("phase", one.code, rules.phases, lang), text(f"value.phase_kind.{one.kind}", lang))
        for one in rules.phases
    ]
    segments: list[tuple[Cell, ...]] = [
        (words_of("segment", one.code, rules.segments, lang), written_conditions(one.conditions, lang))
        for one in rules.segments
    ]
    wanted = rules.remining
    again: list[tuple[Cell, ...]] = [(wanted.after_days, len(wanted.reasons) or None, ", ".join(wanted.importance))]
    return [
        Table("console.customer_attributes", ("attribute", "values"), values),
        Table("console.phases", ("phase", "phase_kind"), phases),
        Table("console.segments", ("segment", "conditions"), segments),
        Table("console.remining", ("after_days", "reasons_named", "importance"), again),
    ]


def actions_of(rules: CustomerRules, person: Person) -> list[Action]:
    """A form for each part."""
    lang = person.lang
    kinds = {one: text(f"value.phase_kind.{one}", lang) for one in PhaseKind}
    phases = write_rows((*_named(one), kinds[one.kind]) for one in rules.phases)
    segments = write_rows((*_named(one), written_conditions(one.conditions, lang)) for one in rules.segments)
    attributes = [
        Input(
            name,
            "area",
            write_rows(map(_named, getattr(rules.attributes, name))),
            required=False,
            hint="hint.named_rows",
        )
        for name in ATTRIBUTES
    ]
    wanted = rules.remining
    again = (
        Input("after_days", "number", str(wanted.after_days)),
        Input("reasons", value=", ".join(wanted.reasons), required=False, hint="hint.remining_reasons",
              label=text("field.remining_reasons", lang)),
        Input("importance", value=", ".join(wanted.importance), required=False),
    )  # fmt: skip
    return [
        Action("set_customer_attributes", f"{PATH}/attributes", attributes),
        Action("set_phases", f"{PATH}/phases", (Input("phases", "area", phases, hint="hint.phases"),)),
        Action("set_segments", f"{PATH}/segments",
               (Input("segments", "area", segments, required=False, hint="hint.segments"),)),
        Action("set_remining", f"{PATH}/remining", again),
    ]  # fmt: skip


def expenses_of(rules: CustomerRules, person: Person) -> tuple[Table, Action]:
    """What may be spent for, and what is approved before it counts."""
    spent, lang = rules.expenses, person.lang
    kinds = ", ".join(words_of("expense_kind", one.code, spent.kinds, lang) for one in spent.kinds)
    free = [f"{one.amount} {one.currency}" for one in spent.free_up_to]
    rows: list[tuple[Cell, ...]] = [(kinds, ", ".join(free) or Worded("value.nothing"))]
    inputs = (
        Input("expense_kinds", "area", write_rows(map(_named, spent.kinds)), hint="hint.named_rows"),
        Input("free_up_to", value="; ".join(free), required=False, hint="hint.free_up_to"),
    )
    table = Table("console.expense_rules", ("expense_kinds", "free_up_to"), rows)
    return table, Action("set_expense_rules", f"{PATH}/expenses", inputs)


def read_expenses(kinds: str, free_up_to: str) -> dict[str, Any]:
    """`500 CNY; 100 EUR`: free in each currency that is named."""
    free = []
    for part in filter(str.strip, free_up_to.replace("；", ";").split(";")):
        figure, _, currency = part.strip().rpartition(" ")
        free.append({"amount": str(amount("free_up_to", figure)), "currency": currency.upper()})
    return {
        "kinds": [_read_named(row) for row in read_rows("expense_kinds", kinds, NAMED)], "free_up_to": free,
    }  # fmt: skip


def read_attributes(typed: dict[str, str]) -> dict[str, Any]:
    return {name: [_read_named(row) for row in read_rows(name, typed.get(name, ""), NAMED)] for name in ATTRIBUTES}


def read_phases(typed: str) -> list[dict[str, Any]]:
    kinds = _by_words("value.phase_kind", PhaseKind)
    found = []
    for row in read_rows("phases", typed, PHASE):
        kind = kinds.get(row.get("kind", PhaseKind.WORKING).casefold())
        if kind is None:
            raise Unreadable("phases", "input.no_phase_kind", params={"said": row["kind"]})
        found.append(_read_named(row) | {"kind": kind})
    return found


def read_segments(typed: str) -> list[dict[str, Any]]:
    """`importance=A,B; deal status=won`: by the codes of values, fields as they are called."""
    return [
        _read_named(row) | {"conditions": read_conditions("segments", row.get("conditions", "") or row["code"])}
        for row in read_rows("segments", typed, SEGMENT)
    ]


def read_conditions(name: str, typed: str) -> list[dict[str, Any]]:
    """Raises Unreadable, at this field of the form, for a part that is none."""
    fields, deals = _by_words("value.segment_field", SegmentField), _by_words("status.deal", DealStatus)
    found = []
    for part in typed.replace("；", ";").split(";"):
        said, _, values = part.strip().partition("=")
        field = fields.get(said.strip().casefold())
        if field is None or not read_list(values):
            raise Unreadable(name, "input.no_segment_condition", params={"said": part.strip()})
        any_of = read_list(values)
        if field == SegmentField.DEAL_STATUS:
            any_of = [deals.get(one.casefold(), one) for one in any_of]
        found.append({"field": field, "any_of": any_of})
    return found


def read_remining(after_days: str, reasons: str, importance: str) -> dict[str, Any]:
    return {
        "after_days": whole("after_days", after_days), "reasons": read_list(reasons),
        "importance": read_list(importance),
    }  # fmt: skip


def written_conditions(conditions: Sequence[SegmentCondition], lang: str) -> str:
    parts = [f"{text(f'value.segment_field.{one.field}', lang)}={_values(one, lang)}" for one in conditions]
    return "; ".join(parts)


def _values(condition: SegmentCondition, lang: str) -> str:
    if condition.field is SegmentField.DEAL_STATUS:
        return ", ".join(text(f"status.deal.{one.upper()}", lang) for one in condition.any_of)
    return ", ".join(condition.any_of)


def _named(one: Any) -> tuple[str, str, str]:
    return one.code, one.label.get("zh", ""), one.label.get("en", "")


def _read_named(row: dict[str, str]) -> dict[str, Any]:
    return {"code": row["code"], "label": {lang: row[lang] for lang in LANGUAGES if lang in row}}


def _by_words(kind: str, codes: Any) -> dict[str, str]:
    """By the code, or as it is called in any language."""
    named = {text(f"{kind}.{code}", lang).casefold(): code.value for code in codes for lang in LANGUAGES}
    return named | {code.value.casefold(): code.value for code in codes}
