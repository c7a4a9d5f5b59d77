"""How is a payment plan seen, and how are its rows changed?"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import KeptInput, Unreadable
from console.pages.collecting.payment_plans import PATH, PLANNERS, custom_fields_of, head_of
from console.pages.parts.custom_fields import PREFIX, custom_inputs, custom_values
from console.pages.parts.responses import Key, done, page
from console.pages.parts.written_terms import plan_table
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Input
from console.wording.offered_terms import way_code
from messages.collections.offers.terms import TermsOfferView
from messages.collections.plans import ChangePaymentPlan, InstalmentView, PaymentPlanView, PlannedInstalment
from messages.custom_fields import FieldTemplate
from messages.deals.offered_terms import PaymentWay
from messages.deals.terms import Instalment
from messages.errors import Malformed
from messages.payment_terms.reading import terms_from
from messages.payment_terms.words import said_row
from messages.texts import text

router = APIRouter(prefix="/payment-plans")

ROW = ("terms", "method", "note")
BLANKS = 2  # rows to fill in besides those that are there; empty ones do not count


@router.get("/{plan_id}")
async def payment_plan(request: Request, plan_id: UUID, person: Reader, gateway: Gateway) -> Response:
    plan = await gateway.get("collections", f"{PATH}/{plan_id}", PaymentPlanView)
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    values: dict[str, Any] = {
        "plan": plan,
        "head": head_of(plan, person.lang),
        "own": custom_fields_of(plan, template, person),
        "table_of_plan": plan_table(plan, person.lang),
        "may_change": person.may(*PLANNERS),
    }
    return page(request, "money/payment_plan.html", person, **values)


@router.get("/{plan_id}/edit")
async def edit_page(request: Request, plan_id: UUID, person: Reader, gateway: Gateway) -> Response:
    plan = await gateway.get("collections", f"{PATH}/{plan_id}", PaymentPlanView)
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    offered = await gateway.find("collections", f"/terms-offers/{plan.customer_id}", TermsOfferView)
    kept: KeptInput = getattr(request.state, "kept", KeptInput())
    path = f"{PATH}/{plan_id}/edit"
    values: dict[str, Any] = {
        "plan": plan,
        "path": path,
        "rows": _with_blanks(kept.rows(path, ROW) or _rows(plan, person.lang)),
        "methods": [(way, text(way_code(way), person.lang)) for way in _ways(offered)],
        "inputs": _inputs(plan, template, person),
    }
    return page(request, "money/payment_plan_form.html", person, **values)


@router.post("/{plan_id}/edit")
async def change_plan(
    request: Request,
    plan_id: UUID,
    person: Reader,
    gateway: Gateway,
    key: Key,
    version: Annotated[int, Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Rejected when somebody else changed it since it was read."""
    form = await request.form()
    template = await gateway.get("collections", f"{PATH}/fields", FieldTemplate)
    extra = custom_values(template, {name: value for name, value in form.items() if name.startswith(PREFIX)})
    rows = _typed([[str(one) for one in form.getlist(name)] for name in ROW])
    command = ChangePaymentPlan.model_validate({"rows": rows, "reason": reason, "extra": extra})
    path = f"{PATH}/{plan_id}"
    await gateway.change("collections", f"{path}/change", command, PaymentPlanView, version=version, key=key)
    return done(request, path, text("message.saved", person.lang))


def _ways(offered: TermsOfferView | None) -> Sequence[PaymentWay]:
    """Those that its customer is offered by now."""
    return offered.offer.ways if offered else list(PaymentWay)


def _rows(plan: PaymentPlanView, lang: str) -> list[dict[str, str]]:
    """Each as it is read again; one that is paid in parts is one row."""
    firsts = [row for row in plan.instalments if row.timing.part == 1]
    return [{"terms": said_row(_instalment(row), lang), "method": row.method, "note": row.note} for row in firsts]


def _instalment(row: InstalmentView) -> Instalment:
    timing = row.timing
    said = {"percent": row.percent, "trigger": row.trigger, "days": row.days, "steps": timing.steps}
    return Instalment(**said, on=timing.on, times=timing.parts, discount=timing.discount)


def _with_blanks(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["terms"].strip()] + [dict.fromkeys(ROW, "") for _ in range(BLANKS)]


def _inputs(plan: PaymentPlanView, template: FieldTemplate, person: Person) -> list[Input]:
    """The company's own fields, with what they hold."""
    held = {PREFIX + name: value for name, value in plan.extra.items()}
    words = {True: "yes", False: "no", None: ""}
    found = []
    for one in custom_inputs(template, person.lang):
        value = held.get(one.name)
        said = words[value] if value is None or isinstance(value, bool) else str(value)
        found.append(Input(one.name, one.kind, said, options=one.options, required=one.required, label=one.label))
    return found


def _typed(columns: Sequence[Sequence[str]]) -> list[PlannedInstalment]:
    """Empty rows do not count. Raises Unreadable at its row."""
    found: list[PlannedInstalment] = []
    for place, (terms, method, note) in enumerate(zip(*columns, strict=False)):
        if not terms.strip():
            continue
        try:
            read = terms_from(terms)
        except Malformed as wrong:
            raise Unreadable("terms", wrong.rule, place, params=wrong.params) from wrong
        beside = {name: said.strip() for name, said in (("method", method), ("note", note)) if said.strip()}
        found += [PlannedInstalment.model_validate(row.model_dump() | beside) for row in read]
    if not found:
        raise Unreadable("terms", "input.missing")
    return found
