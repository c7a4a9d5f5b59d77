"""How is a collection policy written in a form, and what does the form say?"""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from console.form_input import amount, whole
from console.view_models import Input
from console.wording.offered_terms import way_code
from messages.collections.dunning.procedures import EVERYWHERE
from messages.collections.grading.grades import CreditGrade, CreditRuleName
from messages.collections.offers.policies import (
    BehaviourBound,
    CollectionPolicyView,
    ExtensionRule,
    GradeOffer,
    PublishCollectionPolicy,
)
from messages.deals.offered_terms import PaymentWay
from messages.payment_terms.words import plain
from messages.texts import text

UNGRADED = ""
GRADES = (UNGRADED, *CreditGrade)
MOST_RULES, BOUNDS = 6, 3  # of a form
OF_GRADE = ("usual_days", "most_days", "early_percent", "early_days", "usual_way")
OF_RULE = ("rule_name", "extension_days")
OF_BOUND = ("fact", "from_value", "to_value")


def fields_of(
    one: CollectionPolicyView | None, lang: str
) -> tuple[list[Input], list[tuple[str, list[Input]]], list[list[Input]]]:
    """Of the head, of each grade (with its name), and of each rule; a rule without a name does not count."""
    head = [
        Input("name", value=one.name if one else ""),
        Input("legal_entity_id", value=one.legal_entity_id if one else EVERYWHERE, hint="hint.policy_entity"),
    ]
    offers = {offer.grade: offer for offer in one.grades} if one else {}
    grades = [(_grade_name(grade, lang), _grade(offers.get(grade), row, lang)) for row, grade in enumerate(GRADES)]
    rules = list(one.extensions) if one else []
    return head, grades, [_rule(rules[row] if row < len(rules) else None, row, lang) for row in range(MOST_RULES)]


def command_of(form: FormData) -> PublishCollectionPolicy:
    """Raises Unreadable or ValidationError."""
    grades = _rows(form, OF_GRADE, len(GRADES))
    rules = _rows(form, OF_RULE, MOST_RULES)
    bounds = _rows(form, OF_BOUND, MOST_RULES * BOUNDS)
    return PublishCollectionPolicy.model_validate(
        {
            "name": str(form.get("name") or ""),
            "legal_entity_id": str(form.get("legal_entity_id") or ""),
            "grades": [
                _offer(grade, row, place, form) for place, (grade, row) in enumerate(zip(GRADES, grades, strict=True))
            ],
            "extensions": [
                _extension(row, place, bounds[place * BOUNDS : (place + 1) * BOUNDS])
                for place, row in enumerate(rules)
                if row["rule_name"]
            ],
        }
    )


def _grade_name(grade: str, lang: str) -> str:
    return text(f"credit_grade.{grade}", lang) if grade else text("console.no_grade", lang)


def _grade(offer: GradeOffer | None, row: int, lang: str) -> list[Input]:
    early = offer.early if offer else None
    most = offer.most_days if offer else None
    ways = [(way.value, text(way_code(way), lang)) for way in PaymentWay]
    usual = offer.ways[0] if offer else PaymentWay.BANK_TRANSFER
    others = [
        Input(f"way_{way.name.lower()}", "select", "yes" if offer is None or way in offer.ways else "",
              [("", text("value.no", lang)), ("yes", text("value.yes", lang))], required=False, row=row,
              label=text(way_code(way), lang))
        for way in PaymentWay
    ]  # fmt: skip
    return [
        Input("usual_days", "number", str(offer.usual_days) if offer else "30", row=row),
        Input("most_days", "number", "" if most is None else str(most), required=False, row=row,
              hint="hint.most_days"),
        Input("early_percent", "money", plain(early.percent) if early else "", required=False, row=row),
        Input("early_days", "number", str(early.days) if early else "", required=False, row=row),
        Input("usual_way", "select", usual, ways, row=row),
        *others,
    ]  # fmt: skip


def _rule(rule: ExtensionRule | None, row: int, lang: str) -> list[Input]:
    bounds = list(rule.bounds) if rule else []
    found = [
        Input("rule_name", value=rule.name if rule else "", required=False, row=row),
        Input("extension_days", "text", str(rule.days) if rule else "", required=False, row=row,
              hint="hint.extension_days"),
    ]  # fmt: skip
    for place in range(BOUNDS):
        found += _bound(bounds[place] if place < len(bounds) else None, row * BOUNDS + place, lang)
    return found


def _bound(bound: BehaviourBound | None, row: int, lang: str) -> list[Input]:
    facts = [("", "–"), *((fact.value, text(f"credit_rule.{fact}", lang)) for fact in CreditRuleName)]

    def value(of: int | None) -> str:
        return "" if of is None else str(of)

    return [
        Input(
            "fact",
            "select",
            bound.fact if bound else "",
            facts,
            required=False,
            row=row,
            label=text("field.measured_fact", lang),
        ),
        Input("from_value", "number", value(bound.from_value) if bound else "", required=False, row=row),
        Input("to_value", "number", value(bound.to_value) if bound else "", required=False, row=row),
    ]


def _rows(form: FormData, names: tuple[str, ...], count: int) -> list[dict[str, str]]:
    columns = {name: [str(one).strip() for one in form.getlist(name)] + [""] * count for name in names}
    return [{name: column[row] for name, column in columns.items()} for row in range(count)]


def _offer(grade: str, row: Mapping[str, str], place: int, form: FormData) -> dict[str, Any]:
    ways = [way for way in PaymentWay if _ticked(form, way, place) or way == row["usual_way"]]
    early = None
    if row["early_percent"]:
        percent = str(amount("early_percent", row["early_percent"], place))
        early = {"percent": percent, "days": whole("early_days", row["early_days"], place)}
    return {
        "grade": grade,
        "ways": sorted(ways, key=lambda way: way != row["usual_way"]),
        "usual_days": whole("usual_days", row["usual_days"], place),
        "most_days": whole("most_days", row["most_days"], place) if row["most_days"] else None,
        "early": early,
    }


def _ticked(form: FormData, way: PaymentWay, place: int) -> bool:
    said = form.getlist(f"way_{way.name.lower()}")
    return place < len(said) and said[place] == "yes"


def _extension(row: Mapping[str, str], place: int, bounds: list[dict[str, str]]) -> dict[str, Any]:
    said = row["extension_days"]
    days = whole("extension_days", said.removeprefix("-").removeprefix("+"), place)
    return {
        "name": row["rule_name"],
        "days": -days if said.startswith("-") else days,
        "bounds": [_bound_of(one, place * BOUNDS + at) for at, one in enumerate(bounds) if one["fact"]],
    }


def _bound_of(row: Mapping[str, str], place: int) -> dict[str, Any]:
    found: dict[str, Any] = {"fact": row["fact"]}
    for name in ("from_value", "to_value"):
        found[name] = whole(name, row[name], place) if row[name] else None
    return found
