"""What do people see of campaigns, and how do they plan them?"""

from asyncio import gather
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from chassis.base.clock import now
from console.form_input import amount, whole
from console.pages.campaigns.activity_rows import COLUMNS as ACTIVITY_COLUMNS
from console.pages.campaigns.activity_rows import activity_row, came_of_it, planning
from console.pages.deals.lead_channels import lead_channels_of
from console.pages.parts.authority import may_act
from console.pages.parts.lists import ListWanted
from console.pages.parts.responses import Key, address, done, list_page, more, record_page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Field, Input, Link, Listing, Record, Table
from messages.base import Page
from messages.leads.activities import ActivityView, PlanActivity
from messages.leads.campaigns import CampaignView, EditCampaign, PlanCampaign
from messages.texts import text

router = APIRouter(prefix="/campaigns")
PATH = "/campaigns"
COLUMNS = ("number", "name", "period", "activities", "planned_cost", "actual_cost", "expected_revenue", "leads", "won")
SHOWN = 100
Text = Annotated[str, Form()]


@router.get("")
async def campaigns(request: Request, person: Reader, gateway: Gateway, asked: ListWanted) -> Response:
    found = await gateway.get("leads", PATH, Page[CampaignView], **asked.query(person))
    rows = [
        (
            Link(one.number, f"{PATH}/{one.id}"), one.name, period(one), one.activities, one.planned_cost,
            one.actual_cost, one.expected_revenue, one.reach.leads, one.reach.won,
        )
        for one in found.items
    ]  # fmt: skip
    kept = asked.kept()
    actions = (
        [Action("plan_campaign", f"{PATH}/new", _planning(person), "primary")]
        if may_act(person, "plan_campaign")
        else []
    )
    listing = Listing(
        "nav.campaigns", COLUMNS, rows, more(found, PATH, **kept), actions=actions, empty="empty.campaigns",
        search=asked.q, hint="search.campaigns", all=PATH if asked.q or asked.mine else "",
        tabs=[("nav.activities", "/activities", False)],
        owners=[
            ("filter.everybody", address(PATH, {**kept, "mine": ""}), not asked.mine),
            ("filter.mine", address(PATH, {**kept, "mine": "true"}), asked.mine),
        ],
    )  # fmt: skip
    return list_page(request, person, listing)


@router.post("/new")
async def plan_campaign(
    request: Request, gateway: Gateway, person: Reader, key: Key, campaign_name: Text = "", goal: Text = "",
    starts_on: Text = "", ends_on: Text = "", currency: Text = "",
) -> Response:  # fmt: skip
    said = {"name": campaign_name, "goal": goal, "starts_on": starts_on, "ends_on": ends_on, "currency": currency}
    made = await gateway.post("leads", PATH, PlanCampaign.model_validate(said), CampaignView, key=key)
    return done(request, f"{PATH}/{made.id}", text("message.saved", person.lang))


@router.get("/{campaign_id}")
async def campaign(request: Request, campaign_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, activities = await gather(
        gateway.get("leads", f"{PATH}/{campaign_id}", CampaignView),
        gateway.get("leads", "/activities", Page[ActivityView], campaign_id=campaign_id, limit=SHOWN),
    )
    channels = await lead_channels_of(gateway, seen.legal_entity_id)
    rows = [activity_row(one, channels, person) for one in activities.items]
    actions = []
    if may_act(person, "plan_activity", seen.owner_id):
        path = f"{PATH}/{seen.id}"
        first, last = seen.starts_on.isoformat(), seen.ends_on.isoformat()
        inputs = planning(channels, person, starts_on=first, ends_on=last)
        actions = [
            Action("plan_activity", f"{path}/activities", inputs, "primary"),
            Action("edit", f"{path}/edit", _editing(seen)),
        ]
    rest = f"/activities?campaign_id={seen.id}" if activities.next else ""
    record = Record(
        "campaign", seen.id, seen.number, seen.name, None, _fields(seen, person),
        [Table("nav.activities", ACTIVITY_COLUMNS, rows, rest)], actions,
    )  # fmt: skip
    return await record_page(request, person, record)


@router.post("/{campaign_id}/edit")
async def edit_campaign(
    request: Request, campaign_id: UUID, gateway: Gateway, person: Reader, key: Key, version: Text = "",
    campaign_name: Text = "", goal: Text = "", starts_on: Text = "", ends_on: Text = "",
) -> Response:  # fmt: skip
    said = {"name": campaign_name, "goal": goal, "starts_on": starts_on, "ends_on": ends_on}
    path, command = f"{PATH}/{campaign_id}", EditCampaign.model_validate(said)
    await gateway.patch("leads", path, command, CampaignView, version=whole("version", version), key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{campaign_id}/activities")
async def plan_activity(
    request: Request, campaign_id: UUID, gateway: Gateway, person: Reader, key: Key, activity_name: Text = "",
    channel: Text = "", activity_code: Text = "", starts_on: Text = "", ends_on: Text = "", planned_cost: Text = "",
    expected_revenue: Text = "", background: Text = "", partners: Text = "", schedule: Text = "",
) -> Response:  # fmt: skip
    typed = {"planned_cost": planned_cost, "expected_revenue": expected_revenue}
    said = {
        "name": activity_name, "channel": channel, "code": activity_code or None, "starts_on": starts_on,
        "ends_on": ends_on, "background": background, "partners": partners, "schedule": schedule,
        **{name: amount(name, value) for name, value in typed.items()},
    }  # fmt: skip
    path, command = f"{PATH}/{campaign_id}/activities", PlanActivity.model_validate(said)
    made = await gateway.post("leads", path, command, ActivityView, key=key)
    return done(request, f"/activities/{made.id}", text("message.saved", person.lang))


def period(one: CampaignView | ActivityView) -> str:
    return f"{one.starts_on} – {one.ends_on}"


def _fields(seen: CampaignView, person: Person) -> list[Field]:
    return [
        ("goal", seen.goal),
        ("period", period(seen)),
        ("owner", seen.owner_name),
        ("planned_cost", seen.planned_cost),
        ("actual_cost", seen.actual_cost),
        ("expected_revenue", seen.expected_revenue),
        *came_of_it(seen.reach, person),
    ]


def _planning(person: Person) -> tuple[Input, ...]:
    today = now().astimezone(person.zone).date().isoformat()
    return (
        Input("campaign_name"),
        Input("goal", "area", required=False),
        Input("starts_on", "date", today),
        Input("ends_on", "date"),
        Input("currency", value="CNY"),
    )


def _editing(seen: CampaignView) -> tuple[Input, ...]:
    return (
        Input("version", "hidden", str(seen.version)),
        Input("campaign_name", value=seen.name),
        Input("goal", "area", seen.goal, required=False),
        Input("starts_on", "date", seen.starts_on.isoformat()),
        Input("ends_on", "date", seen.ends_on.isoformat()),
    )
