"""By which rules are customers graded, and what follows from a grade?"""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request, Response

from console.form_input import Unreadable, whole
from console.pages.credit.standings import tabs
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Table, Worded
from messages.collections.grading.grades import (
    CreditGrade,
    CreditPolicyView,
    CreditRuleName,
    PublishCreditPolicy,
)
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/credit-policy")

RULES = ("credit_rule", "credit_points_of", "credit_bound")
GRADES = ("credit_grade", "least_score", "most_days", "credit_hold")
VERSIONS = ("policy_version", "published_at", "evidence_days", "release_roles")
HOLDS = (Worded("console.hold_no"), Worded("console.hold_yes"))
RELEASING = (("finance", "director"), ("finance",), ("director",), ("finance", "director", "sales_manager"))


@router.get("")
async def credit_policy(request: Request, person: Reader, gateway: Gateway) -> Response:
    """What counts, each version before it, and the next one's form."""
    found = await gateway.get("collections", "/credit-policies", list[CreditPolicyView])
    last = found[0]
    rules: list[tuple[Cell, ...]] = [(Worded(f"credit_rule.{one.rule}"), one.points, one.bound) for one in last.rules]
    grades: list[tuple[Cell, ...]] = [
        (Worded(f"credit_grade.{one.grade}"), one.least_score, one.most_days, HOLDS[one.hold]) for one in last.grades
    ]
    versions: list[tuple[Cell, ...]] = [
        (one.version, one.published_at, one.evidence_days, _roles(one.release_roles, person.lang)) for one in found
    ]
    tables = [
        Table("console.credit_rules", RULES, rules),
        Table("console.credit_terms", GRADES, grades),
        Table("console.versions", VERSIONS, versions),
    ]
    actions = [_publishing(last, person)] if person.may(Role.FINANCE, Role.ADMIN) else []
    shown: dict[str, Any] = {
        "title": text("nav.credit_policy", person.lang),
        "tabs": tabs("credit_policy"),
        "tables": tables,
        "actions": actions,
    }
    return page(request, "credit/tables.html", person, **shown)


@router.post("")
async def publish(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    """Rules without points are left out."""
    form = await request.form()

    def numbers(name: str, count: int) -> list[int]:
        typed = [str(one) for one in form.getlist(name)]
        if len(typed) != count:
            raise Unreadable(name, "input.missing")
        return [whole(name, one, place) for place, one in enumerate(typed)]

    points, bounds = numbers("points", len(CreditRuleName)), numbers("bound", len(CreditRuleName))
    rules = [
        {"rule": rule, "points": some, "bound": bound}
        for rule, some, bound in zip(CreditRuleName, points, bounds, strict=True)
        if some
    ]
    least, days = numbers("least_score", len(CreditGrade)), numbers("most_days", len(CreditGrade))
    holds = [str(one) == "yes" for one in form.getlist("hold")]
    grades = [
        {"grade": grade, "least_score": score, "most_days": most, "hold": hold}
        for grade, score, most, hold in zip(CreditGrade, least, days, holds, strict=False)
    ]
    said = {"rules": rules, "grades": grades, "evidence_days": numbers("evidence_days", 1)[0]}
    roles = str(form.get("release_roles", "")).split(",")
    command = PublishCreditPolicy.model_validate(said | {"release_roles": roles})
    await gateway.post("collections", "/credit-policies", command, key=key)
    return done(request, "/credit-policy", text("message.publish_credit_policy", person.lang))


def _publishing(last: CreditPolicyView, person: Person) -> Action:
    """Filled in with what counts now."""
    lang, inputs = person.lang, []
    rules = {one.rule: one for one in last.rules}
    for row, rule in enumerate(CreditRuleName):
        was, name = rules.get(rule), f"credit_rule.{rule}"
        inputs.append(_number("points", was.points if was else 0, _label(name, "points", lang), row))
        inputs.append(_number("bound", was.bound if was else 100, _label(name, "bound", lang), row))
    options = [("no", text("console.hold_no", lang)), ("yes", text("console.hold_yes", lang))]
    for row, one in enumerate(last.grades):
        name = f"credit_grade.{one.grade}"
        inputs.append(_number("least_score", one.least_score, _label(name, "least_score", lang), row))
        inputs.append(_number("most_days", one.most_days, _label(name, "most_days", lang), row))
        held = "yes" if one.hold else "no"
        inputs.append(Input("hold", "select", held, options, label=_label(name, "hold", lang), row=row))
    inputs.append(Input("evidence_days", "number", str(last.evidence_days)))
    choices = [(",".join(roles), _roles(roles, lang)) for roles in RELEASING]
    now = ",".join(last.release_roles)
    if now not in dict(choices):
        choices.append((now, _roles(last.release_roles, lang)))
    inputs.append(Input("release_roles", "select", now, choices))
    return Action("publish_credit_policy", "/credit-policy", tuple(inputs), "primary")


def _number(name: str, value: int, label: str, row: int) -> Input:
    return Input(name, "number", str(value), label=label, row=row)


def _label(of: str, field: str, lang: str) -> str:
    return f"{text(of, lang)} · {text(f'field.{field}', lang)}"


def _roles(roles: Iterable[str], lang: str) -> str:
    names = [text(f"role.{role}", lang) for role in roles]
    return (", " if lang == "en" else "、").join(names)
