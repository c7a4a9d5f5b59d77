"""What do people see of activities: which go on, what do they cost, what came of them?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import amount, whole
from console.pages.campaigns.activity_rows import COLUMNS, activity_row, came_of_it, planning
from console.pages.campaigns.budgets import budget_acts, budget_table, budgets_of
from console.pages.campaigns.campaign_tasks import TASKS, giving, task_row
from console.pages.deals.lead_channels import channel_name, lead_channels_of
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted
from console.pages.parts.navigation import SELLING
from console.pages.parts.responses import Key, done, list_page, more, record_page, status_filters
from console.pages.parts.status_chips import chip
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Table, Worded
from messages.base import Page
from messages.leads.activities import (
    ActivityStatus,
    ActivityView,
    CancelActivity,
    CostView,
    EditActivity,
    RecordCost,
)
from messages.leads.activity_files import ActivityFileKind, ActivityFileView
from messages.leads.campaign_tasks import CampaignTaskView
from messages.leads.campaigns import CampaignView
from messages.leads.channels import LeadChannel
from messages.texts import text

router = APIRouter(prefix="/activities")
PATH = "/activities"
COSTS = ("spent_on", "amount", "note", "recorded_by", "recorded_at")
Text = Annotated[str, Form()]


@router.get("")
async def activities(
    request: Request, person: Reader, gateway: Gateway, asked: ListWanted, status: ActivityStatus | None = None,
    campaign_id: UUID | None = None,
) -> Response:  # fmt: skip
    """One page over all: live status, spend, leads, opportunities, wins."""
    query = {"q": asked.q or None, "cursor": asked.cursor, "limit": asked.limit}
    found = await gateway.get("leads", PATH, Page[ActivityView], status=status, campaign_id=campaign_id, **query)
    entities = {one.legal_entity_id for one in found.items}
    channels = dict(zip(entities, await gather(*(lead_channels_of(gateway, one) for one in entities)), strict=True))
    rows = [activity_row(one, channels[one.legal_entity_id], person) for one in found.items]
    kept = {"q": asked.q, "campaign_id": campaign_id}
    listing = Listing(
        "nav.activities", COLUMNS, rows, more(found, PATH, status=status, **kept),
        filters=status_filters("activity", ActivityStatus, PATH, status, **kept), empty="empty.activities",
        search=asked.q, hint="search.campaigns", tabs=[("nav.campaigns", "/campaigns", False)],
        all=PATH if asked.q or status or campaign_id else "",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.get("/{activity_id}")
async def activity(request: Request, activity_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, costs, tasks, files, budgets = await gather(
        gateway.get("leads", f"{PATH}/{activity_id}", ActivityView),
        gateway.get("leads", f"{PATH}/{activity_id}/costs", Page[CostView], limit=100),
        gateway.get("leads", "/campaign-tasks", Page[CampaignTaskView], activity_id=activity_id, limit=100),
        gateway.get("leads", f"{PATH}/{activity_id}/files", list[ActivityFileView]),
        budgets_of(gateway, activity_id, person),
    )
    channels, campaign = await gather(
        lead_channels_of(gateway, seen.legal_entity_id),
        gateway.find("leads", f"/campaigns/{seen.campaign_id}", CampaignView),  # who has a task in it may not see it
    )
    record = Record(
        "activity", seen.id, seen.number, seen.name, chip("activity", seen.status),
        _fields(seen, campaign, channel_name(seen.channel, channels, person), person),
        [
            Table("console.campaign_tasks", TASKS, [task_row(one) for one in tasks.items]),
            Table("console.costs", COSTS, [_cost(one) for one in costs.items]),
            *budget_table(budgets),
        ],
        [*_actions(seen, channels, person), *budget_acts(seen, budgets, person), *await giving(seen, person, gateway)],
        note=Worded("console.overspent", tone="bad") if seen.is_overspent else None,
    )  # fmt: skip
    may_attach = may_act(person, "attach_activity_file", seen.owner_id)
    kinds = [(kind.value, text(f"value.activity_file.{kind}", person.lang)) for kind in ActivityFileKind]
    more: dict[str, Any] = {"files": files, "may_attach": may_attach, "file_kinds": kinds}
    return await record_page(request, person, record, "campaigns/activity.html", **more)


@router.post("/{activity_id}/edit")
async def edit_activity(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, version: Text = "",
    activity_name: Text = "", channel: Text = "", activity_code: Text = "", starts_on: Text = "", ends_on: Text = "",
    planned_cost: Text = "", expected_revenue: Text = "", background: Text = "", partners: Text = "",
    schedule: Text = "",
) -> Response:  # fmt: skip
    typed = {"planned_cost": planned_cost, "expected_revenue": expected_revenue}
    said = {
        "name": activity_name, "channel": channel, "code": activity_code or None, "starts_on": starts_on,
        "ends_on": ends_on, "background": background, "partners": partners, "schedule": schedule,
        **{name: amount(name, value) for name, value in typed.items()},
    }  # fmt: skip
    path, command = f"{PATH}/{activity_id}", EditActivity.model_validate(said)
    await gateway.patch("leads", path, command, ActivityView, version=whole("version", version), key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{activity_id}/cost")
async def record_cost(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, spent: Text = "",
    spent_on: Text = "", note: Text = "",
) -> Response:  # fmt: skip
    said = {"amount": amount("spent", spent), "spent_on": spent_on, "note": note}
    path, command = f"{PATH}/{activity_id}", RecordCost.model_validate(said)
    await gateway.post("leads", f"{path}/costs", command, ActivityView, key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{activity_id}/cancel")
async def cancel_activity(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key, reason: Text = ""
) -> Response:
    path = f"{PATH}/{activity_id}"
    await gateway.post("leads", f"{path}/cancel", CancelActivity(reason=reason), ActivityView, key=key)
    return done(request, path, text("message.saved", person.lang))


def _fields(seen: ActivityView, campaign: CampaignView | None, channel: Cell, person: Person) -> list[Field]:
    of = f"{seen.campaign_number} {seen.campaign_name}"
    fields: list[Field] = [
        ("campaign", Link(of, f"/campaigns/{campaign.id}") if campaign else of),
        ("channel", channel),
        ("activity_code", seen.code),
        ("starts_on", seen.starts_on),
        ("ends_on", seen.ends_on),
        ("owner", seen.owner_name),
        ("planned_cost", seen.planned_cost),
        ("actual_cost", seen.actual_cost),
        ("expected_revenue", seen.expected_revenue),
        *came_of_it(seen.reach, person),
        ("background", seen.background),
        ("partners", seen.partners),
        ("schedule", seen.schedule),
    ]
    if person.may(*SELLING):
        fields.append(("leads_of_it", Link(Worded("console.see_leads"), f"/leads?activity_id={seen.id}")))
    return [*fields, ("cancel_reason", seen.cancel_reason)] if seen.cancel_reason else fields


def _actions(seen: ActivityView, channels: list[LeadChannel], person: Person) -> list[Action]:
    path, actions = f"{PATH}/{seen.id}", []
    if may_act(person, "record_cost", seen.owner_id):
        today = now().astimezone(person.zone).date().isoformat()
        spent = (Input("spent", "money", hint="hint.spent"), Input("spent_on", "date", today), Input("note"))
        actions.append(Action("record_cost", f"{path}/cost", spent, "primary"))
    if may_act(person, "plan_activity", seen.owner_id) and seen.status is not ActivityStatus.CANCELLED:
        first, last = seen.starts_on.isoformat(), seen.ends_on.isoformat()
        version = Input("version", "hidden", str(seen.version))
        actions.append(
            Action("edit", f"{path}/edit", (version, *planning(channels, person, seen, starts_on=first, ends_on=last)))
        )
        actions.append(Action("cancel_activity", f"{path}/cancel", (Input("reason"),), "danger"))
    return actions


def _cost(one: CostView) -> tuple[Cell, ...]:
    return one.spent_on, one.amount, one.note, one.recorded_by_name, one.recorded_at
