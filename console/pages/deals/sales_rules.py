"""What has a legal entity set for its sales: stages, business types, kinds of follow-ups, reasons of losses?"""

from asyncio import gather
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response

from console.form_input import Unreadable, amount, whole
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.pages.parts.coded_values import coded
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Table, Worded
from console.wording.words import plain
from messages.deals.follow_ups import FollowUpKindsView, SetFollowUpKinds
from messages.deals.losses import LossRank, LossReasonsView, SetLossReasons
from messages.deals.opportunities import OpportunityStatus
from messages.deals.stages import (
    BusinessTypeRow,
    BusinessTypesView,
    SaleFact,
    SetBusinessTypes,
    SetStages,
    StageRow,
    StagesView,
)
from messages.roles import Role
from messages.texts import LANGUAGES, known, text

router = APIRouter(prefix="/sales-rules")
PATH = "/sales-rules"
STAGE = ("code", "status", "stall_after", "escalate_after", "probability", "requires", "steps", "risks")
TYPE = ("code", "zh", "en", "protected_days", "least", "requires")
NAMED = ("code", "zh", "en")
KIND = ("code", "zh", "en", "counts")
NO = ("no", "否", "不计")
STATES = {
    text(f"status.opportunity.{one}", lang).casefold(): one.value for one in OpportunityStatus for lang in LANGUAGES
}
Text = Annotated[str, Form()]


@router.get("")
async def sales_rules(
    request: Request, person: Reader, gateway: Gateway, business_type: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    stages, types, kinds, reasons, ranking = await gather(
        gateway.get("deals", "/stages", StagesView, business_type=business_type or None),
        gateway.get("deals", "/business-types", BusinessTypesView),
        gateway.get("deals", "/follow-up-kinds", FollowUpKindsView),
        gateway.get("deals", "/loss-reasons", LossReasonsView),
        gateway.get("deals", "/loss-reasons/ranking", list[LossRank]),
    )
    tables = [
        _ranking(ranking, person),
        _stages(stages, person),
        _types(types, person),
        Table("console.follow_up_kinds", ("name", "counts"),
              [(_name("value.follow_up", one.code, dict(one.label), person), _yes(one.effective))
               for one in kinds.kinds]),
        Table("console.loss_reasons", ("name",),
              [(_name("loss_reason", one.code, dict(one.label), person),) for one in reasons.reasons]),
    ]  # fmt: skip
    actions: list[Action] = []
    if person.may(Role.ADMIN, Role.DIRECTOR):
        actions = [
            _setting_stages(stages, business_type, person.lang), _setting_types(types, person.lang),
            *_setting_names(kinds, reasons, person.lang),
        ]  # fmt: skip
    return page(request, "deals/sales_rules.html", person, tables=tables, actions=actions)


@router.post("/stages")
async def set_stages(
    request: Request, gateway: Gateway, person: Reader, key: Key, stages: Text = "", business_type: Text = ""
) -> Response:
    rows = [_stage(row, number) for number, row in enumerate(read_rows("stages", stages, STAGE))]
    command = SetStages.model_validate({"business_type": business_type or None, "stages": rows})
    await gateway.put("deals", "/stages", command, StagesView, key=key)
    to = f"{PATH}?business_type={business_type}" if business_type else PATH
    return done(request, to, text("message.saved", person.lang))


@router.post("/types")
async def set_types(request: Request, gateway: Gateway, person: Reader, key: Key, types: Text = "") -> Response:
    rows = []
    for row in read_rows("types", types, TYPE):
        said: dict[str, Any] = {"code": row["code"], "label": _label(row)}
        if "protected_days" in row:
            said["protected_days"] = whole("types", row["protected_days"])
        if "least" in row:
            figure, _, currency = row["least"].rpartition(" ")
            said["least"] = {"amount": str(amount("types", figure)), "currency": currency}
        rows.append(said | {"requires": _facts("types", row.get("requires", ""))})
    command = SetBusinessTypes.model_validate({"types": rows})
    await gateway.put("deals", "/business-types", command, BusinessTypesView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


@router.post("/kinds")
async def set_kinds(request: Request, gateway: Gateway, person: Reader, key: Key, kinds: Text = "") -> Response:
    rows = [
        {"code": row["code"], "label": _label(row), "effective": row.get("counts", "").casefold() not in NO}
        for row in read_rows("kinds", kinds, KIND)
    ]
    command = SetFollowUpKinds.model_validate({"kinds": rows})
    await gateway.put("deals", "/follow-up-kinds", command, FollowUpKindsView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


@router.post("/reasons")
async def set_reasons(request: Request, gateway: Gateway, person: Reader, key: Key, reasons: Text = "") -> Response:
    rows = [{"code": row["code"], "label": _label(row)} for row in read_rows("reasons", reasons, NAMED)]
    command = SetLossReasons.model_validate({"reasons": rows})
    await gateway.put("deals", "/loss-reasons", command, LossReasonsView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


def _setting_stages(stages: StagesView, business_type: str, lang: str) -> Action:
    rows = write_rows(_written(one, lang) for one in stages.stages)
    inputs = (Input("business_type", "hidden", business_type), Input("stages", "area", rows, hint="hint.stages"))
    return Action("set_stages", f"{PATH}/stages", inputs)


def _setting_types(types: BusinessTypesView, lang: str) -> Action:
    rows = write_rows(
        (one.code, one.label.get("zh"), one.label.get("en"), one.protected_days,
         f"{one.least.amount} {one.least.currency}" if one.least else "", _worded_facts(one.requires, lang))
        for one in types.types
    )  # fmt: skip
    inputs = (Input("types", "area", rows, required=False, hint="hint.business_types"),)
    return Action("set_types", f"{PATH}/types", inputs)


def _setting_names(kinds: FollowUpKindsView, reasons: LossReasonsView, lang: str) -> list[Action]:
    counts = {True: text("value.yes", lang), False: text("value.no", lang)}
    kind_rows = write_rows(
        (one.code, one.label.get("zh"), one.label.get("en"), counts[one.effective]) for one in kinds.kinds
    )
    reason_rows = write_rows((one.code, one.label.get("zh"), one.label.get("en")) for one in reasons.reasons)
    return [
        Action("set_kinds", f"{PATH}/kinds", (Input("kinds", "area", kind_rows, hint="hint.follow_up_kinds"),)),
        Action("set_reasons", f"{PATH}/reasons", (Input("reasons", "area", reason_rows, hint="hint.loss_reasons"),)),
    ]


def _written(stage: StageRow, lang: str) -> tuple[object, ...]:
    steps = ", ".join(one.name if one.required else f"{one.name}?" for one in stage.steps)
    risks = ", ".join(f"{one.risk}={one.mitigation}" if one.mitigation else one.risk for one in stage.risks)
    return (
        stage.code, text(f"status.opportunity.{stage.status}", lang), stage.stall_after,
        stage.escalate_after if stage.stall_after else "", stage.probability, _worded_facts(stage.requires, lang),
        steps, risks,
    )  # fmt: skip


def _worded_facts(facts: Iterable[str], lang: str) -> str:
    return ", ".join(text(f"fact_of_sale.{fact}", lang) for fact in facts)


def _stage(row: dict[str, str], number: int) -> dict[str, Any]:
    typed = row.get("status", "OPEN")
    status = STATES.get(typed.casefold()) or typed.upper()
    if status not in OpportunityStatus.__members__:
        raise Unreadable("stages", "input.no_status", params={"line": number + 1, "said": row["status"]})
    said: dict[str, Any] = {
        "code": row["code"],
        "status": status,
        "requires": _facts("stages", row.get("requires", "")),
    }
    said |= {name: row[name] for name in ("stall_after", "escalate_after") if name in row}
    if "probability" in row:
        said["probability"] = whole("stages", row["probability"])
    steps = [one for one in read_list(row.get("steps", "")) if one.rstrip("?？")]
    said["steps"] = [{"name": one.rstrip("?？"), "required": one[-1] not in "?？"} for one in steps]
    parted = [one.partition("=") for one in read_list(row.get("risks", ""))]
    return said | {"risks": [{"risk": one.strip(), "mitigation": help.strip()} for one, _, help in parted]}


def _facts(field: str, typed: str) -> list[str]:
    """By their code, or as they are called."""
    words = {text(f"fact_of_sale.{fact}", lang).casefold(): fact.value for fact in SaleFact for lang in LANGUAGES}
    found = []
    for one in read_list(typed):
        fact = words.get(one.casefold()) or one.upper()
        if fact not in SaleFact.__members__:
            raise Unreadable(field, "input.no_fact", params={"said": one})
        found.append(fact)
    return found


def _label(row: dict[str, str]) -> dict[str, str]:
    return {lang: row[lang] for lang in LANGUAGES if lang in row}


def _name(kind: str, code: str, label: dict[Any, str], person: Person) -> Cell:
    worded = f"{kind}.{code}"
    return label.get(person.lang) or next(iter(label.values()), None) or (Worded(worded) if known(worded) else code)


def _yes(value: bool) -> Worded:
    return Worded("value.yes" if value else "value.no")


def _ranking(ranking: list[LossRank], person: Person) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (_name("loss_reason", one.reason, one.label, person), one.count, f"{one.permille / 10:.1f} %",
         " + ".join(plain(money, person.lang) for money in one.amounts))
        for one in ranking
    ]  # fmt: skip
    return Table("console.loss_ranking", ("lost_reason", "how_many", "share_of", "expected"), rows)


def _stages(stages: StagesView, person: Person) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            coded("stage", one.code), Worded(f"status.opportunity.{one.status}"), one.stall_after, one.probability,
            ", ".join(text(f"fact_of_sale.{fact}", person.lang) for fact in one.requires),
            ", ".join(step.name for step in one.steps), ", ".join(risk.risk for risk in one.risks),
        )
        for one in stages.stages
    ]  # fmt: skip
    columns = ("stage", "status", "stall_after", "probability", "requires", "steps", "risks")
    return Table("console.stages", columns, rows)


def _types(types: BusinessTypesView, person: Person) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            Link(_own_name(one, person), f"{PATH}?business_type={one.code}"),
            one.protected_days, one.least,
            ", ".join(text(f"fact_of_sale.{fact}", person.lang) for fact in one.requires),
        )
        for one in types.types
    ]  # fmt: skip
    return Table("console.business_types", ("business_type", "protected_days", "least", "requires"), rows)


def _own_name(one: BusinessTypeRow, person: Person) -> str:
    label: dict[Any, str] = dict(one.label)
    return label.get(person.lang) or next(iter(label.values()), one.code)
