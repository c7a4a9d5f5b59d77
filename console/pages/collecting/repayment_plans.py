"""What do people see of plans to repay, and what may they do with them?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable
from console.pages.collecting.case_acts import chosen_of
from console.pages.parts.collecting import PLAN_ROWS, typed_rows, written_rows
from console.pages.parts.pending_approval import newest_request_about
from console.pages.parts.responses import Key, done, record_page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link, Record, Table, Worded
from messages.collections.cases.repayment_plans import (
    RepaymentPlanStatus,
    RepaymentPlanView,
    RequestRepaymentPlan,
    ResubmitRepaymentPlan,
)
from messages.texts import known, text

router = APIRouter()
S = RepaymentPlanStatus
Text = Annotated[str, Form()]


@router.post("/collection-cases/{customer_id}/repayment-plan")
async def request_plan(
    request: Request, customer_id: UUID, gateway: Gateway, person: Reader, key: Key,
    which_receivables: Text = "", repayment_rows: Text = "", reason: Text = "",
) -> Response:  # fmt: skip
    ids = await chosen_of(gateway, person, customer_id, which_receivables)
    said = {"receivable_ids": ids, "rows": _rows(repayment_rows), "reason": reason}
    command = RequestRepaymentPlan.model_validate(said)
    made = await gateway.post("collections", "/repayment-plans", command, RepaymentPlanView, key=key)
    return done(request, f"/repayment-plans/{made.id}", text("message.request_plan", person.lang))


@router.get("/repayment-plans/{plan_id}")
async def repayment_plan(request: Request, plan_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen = await gateway.get("collections", f"/repayment-plans/{plan_id}", RepaymentPlanView)
    fields: list[Field] = [
        ("customer", Link(seen.customer_name, f"/customers/{seen.customer_id}")),
        ("case", Link(Worded("console.to_case"), f"/collection-cases/{seen.customer_id}")),
        ("receivables", ", ".join(one.number for one in seen.receivables)),
        ("amount", seen.amount),
        ("came_in_time", seen.came),
        ("reason", seen.reason),
        *((name, getattr(seen, name)) for name in ("requested_at", "round", "applied_at")),
    ]
    rows = [(one.due_on, one.amount) for one in seen.rows]
    record = Record(
        "repayment_plan", seen.id, seen.number, seen.customer_name, chip("repayment_plan", seen.status), fields,
        [Table("console.repayment_rows", PLAN_ROWS, rows)], _actions(seen, person), note=_note(seen, person.lang),
        request=await gateway.part("approvals", newest_request_about(gateway, seen.id)),
    )  # fmt: skip
    return await record_page(request, person, record)


@router.post("/repayment-plans/{plan_id}/resubmit")
async def resubmit(
    request: Request,
    plan_id: UUID,
    gateway: Gateway,
    person: Reader,
    key: Key,
    repayment_rows: Text = "",
    reason: Text = "",
) -> Response:
    command = ResubmitRepaymentPlan.model_validate({"rows": _rows(repayment_rows), "reason": reason})
    await gateway.post("collections", f"/repayment-plans/{plan_id}/resubmit", command, key=key)
    return done(request, f"/repayment-plans/{plan_id}", text("message.request_plan", person.lang))


@router.post("/repayment-plans/{plan_id}/withdraw")
async def withdraw(request: Request, plan_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    await gateway.post("collections", f"/repayment-plans/{plan_id}/withdraw", None, key=key)
    return done(request, f"/repayment-plans/{plan_id}", text("message.withdraw", person.lang))


def _rows(typed: str) -> list[dict[str, str]]:
    found = typed_rows(typed)
    if found is None:
        raise Unreadable("repayment_rows", "wrong.repayment_rows")
    return found


def _actions(seen: RepaymentPlanView, person: Person) -> list[Action]:
    if seen.requested_by != person.id:
        return []
    base, actions = f"/repayment-plans/{seen.id}", []
    if seen.status is S.RETURNED:
        rows: Any = written_rows((one.due_on, one.amount.amount) for one in seen.rows)
        inputs = (
            Input("repayment_rows", "area", rows, hint="hint.repayment_rows"),
            Input("reason", "area", seen.reason),
        )
        actions.append(Action("resubmit", f"{base}/resubmit", inputs, "primary"))
    if seen.status in (S.REQUESTED, S.RETURNED):
        actions.append(Action("withdraw", f"{base}/withdraw", weight="danger"))
    return actions


def _note(seen: RepaymentPlanView, lang: str) -> Worded | None:
    if not seen.guidance:
        return None
    code = f"guidance.repayment_plan.{seen.guidance}"
    return Worded("console.guidance", {"text": text(code, lang) if known(code) else seen.guidance}, "busy")
