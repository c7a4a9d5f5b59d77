"""What do people see of budget requests, and how do they ask that an activity may cost more?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import amount
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Input, Table, Worded
from messages.base import Page
from messages.leads.activities import ActivityStatus, ActivityView
from messages.leads.budgets import BudgetStatus, BudgetView, RequestBudget, ResubmitBudget
from messages.texts import text

router = APIRouter()
COLUMNS = ("number", "status", "raised_to", "reason", "guidance", "requested_at")
OPEN = (BudgetStatus.REQUESTED, BudgetStatus.RETURNED)
Text = Annotated[str, Form()]
Chosen = Annotated[UUID, Form()]


async def budgets_of(gateway: ServiceGateway, activity_id: UUID, person: Person) -> list[BudgetView]:
    """The newest first; of who only works for the activity, none."""
    if not may_act(person, "see_budgets"):
        return []
    return (await gateway.get("leads", "/budgets", Page[BudgetView], activity_id=activity_id, limit=20)).items


def budget_table(found: list[BudgetView]) -> list[Table]:
    rows = [
        (
            one.number, chip("budget", one.status), one.amount,
            Worded("value.budget.automatic") if one.is_automatic and not one.reason else one.reason,
            one.guidance, one.requested_at,
        )
        for one in found
    ]  # fmt: skip
    return [Table("console.budgets", COLUMNS, rows)] if rows else []


def budget_acts(seen: ActivityView, found: list[BudgetView], person: Person) -> list[Action]:
    """One request waits at a time."""
    if not may_act(person, "plan_activity", seen.owner_id) or seen.status is ActivityStatus.CANCELLED:
        return []
    path, waiting = f"/activities/{seen.id}", next((one for one in found if one.status in OPEN), None)
    reason = Input("reason")
    if waiting is None:
        least = max(seen.planned_cost.amount, seen.actual_cost.amount)
        wished = Input("raised_to", "money", str(least), hint="hint.raised_to")
        return [Action("request_budget", f"{path}/request-budget", (wished, reason))]
    hidden, actions = Input("budget_id", "hidden", str(waiting.id)), []
    if waiting.status is BudgetStatus.RETURNED:
        wished = Input("raised_to", "money", str(max(waiting.amount.amount, seen.actual_cost.amount)))
        actions.append(Action("resubmit_budget", f"{path}/resubmit-budget", (hidden, wished, reason), "primary"))
    return [*actions, Action("withdraw_budget", f"{path}/withdraw-budget", (hidden,), "danger")]


@router.post("/activities/{activity_id}/request-budget")
async def request_budget(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, raised_to: Text = "",
    reason: Text = "",
) -> Response:  # fmt: skip
    path = f"/activities/{activity_id}"
    command = RequestBudget.model_validate({"amount": amount("raised_to", raised_to), "reason": reason})
    await gateway.post("leads", f"{path}/request-budget", command, BudgetView, key=key)
    return done(request, path, text("message.request_budget", person.lang))


@router.post("/activities/{activity_id}/resubmit-budget")
async def resubmit_budget(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, budget_id: Chosen,
    raised_to: Text = "", reason: Text = "",
) -> Response:  # fmt: skip
    command = ResubmitBudget.model_validate({"amount": amount("raised_to", raised_to), "reason": reason})
    await gateway.post("leads", f"/budgets/{budget_id}/resubmit", command, BudgetView, key=key)
    return done(request, f"/activities/{activity_id}", text("message.request_budget", person.lang))


@router.post("/activities/{activity_id}/withdraw-budget")
async def withdraw_budget(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, budget_id: Chosen
) -> Response:
    await gateway.post("leads", f"/budgets/{budget_id}/withdraw", None, BudgetView, key=key)
    return done(request, f"/activities/{activity_id}", text("message.withdraw", person.lang))


@router.get("/budgets/{budget_id}")
async def budget(request: Request, budget_id: UUID, gateway: Gateway, person: Reader) -> Response:
    """It is dealt with on the page of its activity."""
    seen = await gateway.get("leads", f"/budgets/{budget_id}", BudgetView)
    return done(request, f"/activities/{seen.activity_id}")
