"""What do people see of the tasks of activities, and how are they given and done?"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.pages.parts.authority import may_act
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, record_page
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Worded
from messages.leads.activities import ActivityStatus, ActivityView
from messages.leads.campaign_tasks import (
    CampaignTaskStatus,
    CampaignTaskView,
    CompleteCampaignTask,
    GiveCampaignTask,
)
from messages.roles import Role
from messages.texts import text

router = APIRouter()
PATH = "/campaign-tasks"
TASKS = ("number", "status", "task_title", "executor", "due_on", "given_by", "done_at")
READERS = (Role.MARKETING, Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN)
WEEK = timedelta(days=7)
Text = Annotated[str, Form()]


@router.get(PATH + "/{campaign_task_id}")
async def campaign_task(request: Request, campaign_task_id: UUID, person: Reader, gateway: Gateway) -> Response:
    return await record_page(request, person, await campaign_task_record(gateway, campaign_task_id, person))


@router.post("/activities/{activity_id}/give-task")
async def give_task(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, task_title: Text = "",
    executor: Text = "", due_on: Text = "", task_note: Text = "",
) -> Response:  # fmt: skip
    said = {"title": task_title, "executor_id": executor, "due_on": due_on, "note": task_note}
    path, command = f"/activities/{activity_id}", GiveCampaignTask.model_validate(said)
    await gateway.post("leads", f"{path}/tasks", command, CampaignTaskView, key=key)
    return done(request, path, text("message.give_task", person.lang))


@router.post(PATH + "/{campaign_task_id}/complete")
async def complete_task(
    request: Request, campaign_task_id: UUID, gateway: Gateway, person: Reader, key: Key, done_note: Text = ""
) -> Response:
    path, command = f"{PATH}/{campaign_task_id}", CompleteCampaignTask(note=done_note)
    await gateway.post("leads", f"{path}/complete", command, CampaignTaskView, key=key)
    return done(request, path, text("message.complete_task", person.lang))


@router.post(PATH + "/{campaign_task_id}/cancel")
async def cancel_task(request: Request, campaign_task_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"{PATH}/{campaign_task_id}"
    await gateway.post("leads", f"{path}/cancel", None, CampaignTaskView, key=key)
    return done(request, path, text("message.saved", person.lang))


async def campaign_task_record(gateway: ServiceGateway, id: UUID, person: Person) -> Record:
    seen = await gateway.get("leads", f"{PATH}/{id}", CampaignTaskView)
    called = f"{seen.activity_number} {seen.activity_name}"
    activity: Cell = Link(called, f"/activities/{seen.activity_id}") if person.may(*READERS) else called
    fields: list[Field] = [
        ("activity", activity),
        ("task_note", seen.note),
        ("executor", seen.executor_name),
        ("due_on", seen.due_on),
        ("given_by", seen.given_by_name),
        ("given_at", seen.given_at),
        ("done_at", seen.done_at),
        ("done_note", seen.done_note),
    ]
    late = Worded("console.task_late", tone="bad") if seen.is_late else None
    status, actions = chip("campaign_task", seen.status), _actions(seen, person)
    return Record("campaign_task", seen.id, seen.number, seen.title, status, fields, actions=actions, note=late)


def task_row(one: CampaignTaskView) -> tuple[Cell, ...]:
    due = Worded("value.late_since", {"day": one.due_on}, "bad") if one.is_late else one.due_on
    return (
        Link(one.number, f"{PATH}/{one.id}"), chip("campaign_task", one.status), one.title, one.executor_name, due,
        one.given_by_name, one.done_at,
    )  # fmt: skip


async def giving(activity: ActivityView, person: Person, gateway: ServiceGateway) -> list[Action]:
    """To whom, by when; while the phone book is away nobody can be named."""
    if not may_act(person, "give_task", activity.owner_id) or activity.status is ActivityStatus.CANCELLED:
        return []
    found = await gateway.part("approvals", colleagues(gateway, person, me=True))
    if not found:
        return []
    options = [(str(one.id), one.name) for one in found]
    in_a_week = (now().astimezone(person.zone) + WEEK).date().isoformat()
    inputs = (
        Input("task_title"),
        Input("executor", "select", options[0][0], options),
        Input("due_on", "date", in_a_week),
        Input("task_note", "area", required=False),
    )
    return [Action("give_task", f"/activities/{activity.id}/give-task", inputs)]


def _actions(seen: CampaignTaskView, person: Person) -> list[Action]:
    if seen.status is not CampaignTaskStatus.OPEN:
        return []
    path, actions = f"{PATH}/{seen.id}", []
    may_plan = may_act(person, "give_task", seen.given_by)
    if seen.executor_id == person.id or may_plan:
        note = Input("done_note", "area", required=False)
        actions.append(Action("complete_task", f"{path}/complete", (note,), "primary"))
    if may_plan:
        actions.append(Action("cancel_task", f"{path}/cancel", weight="danger"))
    return actions
