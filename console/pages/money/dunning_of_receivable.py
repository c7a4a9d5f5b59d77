"""What was done about a late receivable, what is advised, and what does somebody choose to do?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Table, Worded
from messages.collections.dunning.choices import (
    ChooseMeasure,
    DunningAdvice,
    DunningHistoryView,
    LevelView,
    Measure,
    MeasureChosen,
)
from messages.texts import text

router = APIRouter(prefix="/receivables")

LEVELS = ("level_reached", "reached_at", "level_named", "level_notified", "letter_to_customer")
CHOICES = ("chosen_at", "measure_chosen", "measure_advised", "note", "chosen_by")


async def dunning_of(gateway: ServiceGateway, receivable_id: UUID) -> DunningHistoryView | None:
    return await gateway.find("collections", f"/receivables/{receivable_id}/dunning", DunningHistoryView)


@router.post("/{receivable_id}/choose-measure")
async def choose_measure(
    request: Request,
    receivable_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    measure: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    command = ChooseMeasure.model_validate({"measure": measure, "note": note})
    await gateway.post("collections", f"/receivables/{receivable_id}/choose-measure", command, key=key)
    return done(request, f"/receivables/{receivable_id}", text("message.choose_measure", person.lang))


def dunning_fields(seen: DunningHistoryView, lang: str) -> list[Field]:
    """What is advised and why, what comes next, and at which rate interest runs."""
    fields: list[Field] = []
    if seen.advice is not None:
        fields.append(("dunning_advice", advice_said(seen.advice, lang)))
    if seen.next_at is not None:
        fields.append(("next_level_at", seen.next_at))
    if seen.interest_rate:
        fields.append(("interest_rate", f"{seen.interest_rate.normalize():f} %"))
    return fields


def dunning_tables(seen: DunningHistoryView, lang: str) -> list[Table]:
    found = []
    if seen.choices:
        found.append(Table("console.measures_chosen", CHOICES, [_chosen(one, lang) for one in seen.choices]))
    if seen.levels:
        found.append(Table("console.levels_reached", LEVELS, [_level(one, lang) for one in seen.levels]))
    return found


def measure_actions(seen: DunningHistoryView, person: Person) -> list[Action]:
    """What is advised is chosen already; something else is said with why."""
    if seen.advice is None or not may_act(person, "choose_measure"):
        return []
    options = [(one.value, text(f"measure.{one}", person.lang)) for one in Measure]
    inputs = (
        Input("measure", "select", seen.advice.measure, options),
        Input("note", "area", required=False, hint="hint.measure_note"),
    )
    figures = (("dunning_advice", advice_said(seen.advice, person.lang)),)
    return [Action("choose_measure", f"/receivables/{seen.receivable_id}/choose-measure", inputs, figures=figures)]


def advice_said(advice: DunningAdvice, lang: str) -> str:
    because = text("dunning.semicolon", lang).join(
        text(f"because.{one.code}", lang, value=one.value) for one in advice.because
    )
    return text("advice.said", lang, measure=text(f"measure.{advice.measure}", lang), because=because)


def _level(one: LevelView, lang: str) -> tuple[Cell, ...]:
    level = Worded("level_when.reached", {"days": one.level}) if one.level else Worded("level_when.reminder")
    return (
        level,
        one.reached_at,
        _said(one.notifies, lang),
        _said(one.notified, lang) or None,
        Worded("value.yes") if one.letter else None,
    )


def _chosen(one: MeasureChosen, lang: str) -> tuple[Cell, ...]:
    return (
        one.chosen_at,
        Worded(f"measure.{one.chosen}"),
        advice_said(DunningAdvice(measure=one.advised, because=one.because), lang),
        one.note or None,
        one.chosen_by_name or None,
    )


def _said(whom: list[str], lang: str) -> str:
    return text("dunning.comma", lang).join(text(f"addressee.{one}", lang) for one in whom)
