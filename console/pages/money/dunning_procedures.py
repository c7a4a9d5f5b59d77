"""By which dunning procedures 催收策略 are customers asked to pay, and how is the next version published?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.datastructures import FormData

from console.form_input import FORM_KEYS, KeptInput, Unreadable, amount, whole
from console.pages.money.payments import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, list_page, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Listing, Table, Worded
from messages.collections.dunning.procedures import (
    EVERYWHERE,
    Addressee,
    DunningProcedureEffects,
    DunningProcedureView,
    LevelTerms,
    PublishDunningProcedure,
)
from messages.texts import text

router = APIRouter(prefix="/dunning-procedures")

PATH = "/dunning-procedures"
COLUMNS = ("name", "version", "legal_entity_id", "credit_grade", "in_force", "dunning_levels", "repeat_days",
           "published_by", "published_at")  # fmt: skip
LEVELS = ("level_when", "task_of", "within", "notice_of", "letter_to_customer", "interest_rate")
WITHIN = ("1", "2", "3", "5", "10")  # business days
MOST_LEVELS = 8  # of a form
BEFORE, AFTER, TASK, NOTICE = "before", "after", "task", "notice"
REPEATED = ("side", "days", *Addressee, "within", "letter", "interest_rate")


@router.get("")
async def dunning_procedures(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Every version, with who published it and when; what is in force is said."""
    rows = [_row(one) for one in await _all(gateway)]
    may = may_act(person, "publish_dunning_procedure")
    actions = [Action("publish_dunning_procedure", f"{PATH}/new", page=True, weight="primary")] if may else []
    listing = Listing(
        "nav.dunning_procedures", COLUMNS, rows, tabs=tabs("dunning_procedures"), actions=actions,
        empty="empty.dunning_procedures",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.get("/new")
async def publishing(request: Request, person: Reader, gateway: Gateway, based_on: UUID | None = None) -> Response:
    """Filled in with what is published already: of the named one, or else of the house."""
    found = await _all(gateway)
    named = next((one for one in found if one.id == based_on), None)
    return _form(request, person, named or _of_the_house(found), None)


@router.post("")
async def publish_dunning_procedure(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    """With `look` it only says for whom it would be."""
    form = await request.form()
    command = _command(form)
    if form.get("look"):
        effects = await gateway.post("collections", f"{PATH}/preview", command, DunningProcedureEffects)
        typed = {name: [str(one) for one in form.getlist(name)] for name in form if name not in FORM_KEYS}
        request.state.kept = KeptInput(PATH, typed)
        return _form(request, person, _of_the_house(await _all(gateway)), effects)
    made = await gateway.post("collections", PATH, command, DunningProcedureView, key=key)
    return done(request, f"{PATH}/{made.id}", text("message.publish_dunning_procedure", person.lang))


@router.get("/{procedure_id}")
async def dunning_procedure(request: Request, procedure_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """One version, level by level."""
    one = next((found for found in await _all(gateway) if found.id == procedure_id), None)
    if one is None:
        raise HTTPException(404)
    table = Table("console.dunning_levels", LEVELS, [_level(level, person.lang) for level in one.levels])
    fields = list(zip(COLUMNS[1:], _row(one)[1:], strict=True))
    may = may_act(person, "publish_dunning_procedure")
    new = f"{PATH}/new?based_on={one.id}"
    actions = [Action("publish_next_version", new, page=True, weight="primary")] if may else []
    shown: dict[str, Any] = {"one": one, "fields": fields, "levels": table, "actions": actions}
    return page(request, "money/dunning_procedure.html", person, **shown, title=_name(one))


def _form(
    request: Request, person: Person, based_on: DunningProcedureView | None, effects: DunningProcedureEffects | None
) -> Response:
    levels: Sequence[LevelTerms] = based_on.levels if based_on else []
    lang = person.lang
    rows = [_inputs(levels[row] if row < len(levels) else None, row, lang) for row in range(MOST_LEVELS)]
    values: dict[str, Any] = {"head": _head(based_on, lang), "rows": rows, "effects": effects, "path": PATH}
    return page(request, "money/dunning_procedure_form.html", person, **values)


def _head(one: DunningProcedureView | None, lang: str) -> list[Input]:
    grades = [("", text("console.any_grade", lang)), *((grade, grade) for grade in "ABCD")]
    return [
        Input("name", value=one.name if one else ""),
        Input("legal_entity_id", value=one.legal_entity_id if one else EVERYWHERE, hint="hint.dunning_entity"),
        Input("grade", "select", one.grade if one else "", grades, required=False,
              label=text("field.credit_grade", lang)),
        Input("repeat_days", "number", str(one.repeat_days or "") if one else "", required=False,
              hint="hint.repeat_days"),
        Input("large_from", "money", f"{one.large_from:f}" if one else "100000", hint="hint.large_from"),
    ]  # fmt: skip


def _inputs(level: LevelTerms | None, row: int, lang: str) -> list[Input]:
    """Of one level; one without days does not count."""
    sides = [(side, text(f"level_side.{side}", lang)) for side in (BEFORE, AFTER)]
    makes = [("", "–"), *((one, text(f"level_makes.{one}", lang)) for one in (TASK, NOTICE))]
    withins = [(f"{days} business days", text("unit.business_day", lang, count=days)) for days in WITHIN]
    if level and level.within not in dict(withins):
        withins.append((level.within, level.within))
    letters = [("", text("value.no", lang)), ("yes", text("value.yes", lang))]
    side = BEFORE if level and level.days <= 0 else AFTER
    named = {who: text(f"addressee.{who}", lang) for who in Addressee}
    people = [
        Input(who, "select", _made_for(level, who), makes, required=False, label=label, row=row)
        for who, label in named.items()
    ]
    return [
        Input("side", "select", side, sides, row=row, label=text("field.level_side", lang)),
        Input("days", "number", str(abs(level.days)) if level else "", required=False, row=row),
        *people,
        Input("within", "select", level.within if level else withins[1][0], withins, row=row),
        Input("letter", "select", "yes" if level and level.letter else "", letters, required=False, row=row,
              label=text("field.letter_to_customer", lang)),
        Input("interest_rate", "money", f"{level.interest_rate.normalize():f}" if level else "0", required=False,
              row=row),
    ]  # fmt: skip


def _made_for(level: LevelTerms | None, who: Addressee) -> str:
    if level is None:
        return ""
    return TASK if who in level.tasks_for else NOTICE if who in level.notices_for else ""


def _command(form: FormData) -> PublishDunningProcedure:
    columns = {name: [str(one) for one in form.getlist(name)] for name in REPEATED}
    count = len(columns["days"])
    rows = [{name: (*column, *[""] * count)[row] for name, column in columns.items()} for row in range(count)]
    levels = [_terms(row, place) for place, row in enumerate(rows) if row["days"].strip()]
    if not levels:
        raise Unreadable("days", "input.missing")
    repeat = str(form.get("repeat_days") or "").strip()
    return PublishDunningProcedure.model_validate(
        {
            "name": str(form.get("name") or ""),
            "legal_entity_id": str(form.get("legal_entity_id") or ""),
            "grade": str(form.get("grade") or ""),
            "levels": levels,
            "repeat_days": whole("repeat_days", repeat) if repeat else None,
            "large_from": amount("large_from", str(form.get("large_from") or "")),
        }
    )


def _terms(row: Mapping[str, str], place: int) -> dict[str, Any]:
    days = whole("days", row["days"], place)
    rate = row["interest_rate"].strip()
    return {
        "days": -days if row["side"] == BEFORE else days,
        "tasks_for": [one for one in Addressee if row[one] == TASK],
        "notices_for": [one for one in Addressee if row[one] == NOTICE],
        "letter": row["letter"] == "yes",
        "interest_rate": str(amount("interest_rate", rate, place)) if rate else "0",
        **({"within": row["within"]} if row["within"] else {}),
    }


async def _all(gateway: ServiceGateway) -> list[DunningProcedureView]:
    return await gateway.get("collections", PATH, list[DunningProcedureView])


def _of_the_house(found: Sequence[DunningProcedureView]) -> DunningProcedureView | None:
    return next((one for one in found if one.legal_entity_id == EVERYWHERE and one.in_force and not one.grade), None)


def _name(one: DunningProcedureView) -> str | Worded:
    """The one that came with the product has no name of its own."""
    return one.name or Worded("console.house_procedure")


def _row(one: DunningProcedureView) -> tuple[Cell, ...]:
    return (
        Link(_name(one), f"{PATH}/{one.id}"),
        one.version,
        Worded("console.everywhere") if one.legal_entity_id == EVERYWHERE else one.legal_entity_id,
        one.grade or Worded("console.any_grade"),
        Worded("value.yes", tone="good") if one.in_force else Worded("value.no"),
        ", ".join(f"{level.days:+d}" for level in one.levels),
        one.repeat_days,
        one.published_by_name or None,
        one.published_at,
    )


def _level(level: LevelTerms, lang: str) -> tuple[Cell, ...]:
    when = "level_when.before" if level.days <= 0 else "level_when.after"
    count, _, unit = level.within.partition(" ")
    is_usual = unit == "business days"
    within: Cell = Worded("unit.business_day", {"count": count}) if is_usual else level.within
    return (
        Worded(when, {"days": abs(level.days)}),
        _said(level.tasks_for, lang),
        within if level.tasks_for else None,
        _said(level.notices_for, lang),
        Worded("value.yes") if level.letter else None,
        f"{level.interest_rate.normalize():f} %" if level.interest_rate else None,
    )


def _said(whom: Sequence[Addressee], lang: str) -> str:
    return text("dunning.comma", lang).join(text(f"addressee.{one}", lang) for one in whom)
