"""How is an activity shown in a list, and how is one planned?"""

from collections.abc import Sequence

from console.pages.deals.lead_channels import channel_name, channel_options
from console.pages.parts.status_chips import chip
from console.session import Person
from console.view_models import Cell, Field, Input, Link
from console.wording.words import plain
from messages.leads.activities import ActivityView
from messages.leads.campaigns import Reach
from messages.leads.channels import LeadChannel

COLUMNS = (
    "number", "status", "activity_name", "channel", "starts_on", "ends_on", "planned_cost", "actual_cost", "leads",
    "opportunities", "won",
)  # fmt: skip


def activity_row(one: ActivityView, channels: Sequence[LeadChannel], person: Person) -> tuple[Cell, ...]:
    return (
        Link(one.number, f"/activities/{one.id}"),
        chip("activity", one.status),
        one.name,
        channel_name(one.channel, channels, person),
        one.starts_on,
        one.ends_on,
        one.planned_cost,
        one.actual_cost,
        one.reach.leads,
        one.reach.opportunities,
        one.reach.won,
    )


def came_of_it(reach: Reach, person: Person) -> list[Field]:
    amounts = " + ".join(plain(money, person.lang) for money in reach.won_amounts)
    return [
        ("leads", reach.leads),
        ("opportunities", reach.opportunities),
        ("won", reach.won),
        ("lost", reach.lost),
        ("won_amounts", amounts),
    ]


def planning(
    channels: Sequence[LeadChannel], person: Person, seen: ActivityView | None = None, *, starts_on: str, ends_on: str
) -> tuple[Input, ...]:
    """A new one, or as it stands."""
    planned = str(seen.planned_cost.amount) if seen else ""
    expected = str(seen.expected_revenue.amount) if seen else ""
    background, partners, schedule = (seen.background, seen.partners, seen.schedule) if seen else ("", "", "")
    return (
        Input("activity_name", value=seen.name if seen else ""),
        Input("channel", "select", seen.channel if seen else "", channel_options(channels, person)),
        Input("activity_code", value=(seen.code or "") if seen else "", required=False, hint="hint.activity_code"),
        Input("starts_on", "date", starts_on),
        Input("ends_on", "date", ends_on),
        Input("planned_cost", "money", planned),
        Input("expected_revenue", "money", expected),
        Input("background", "area", background, required=False),
        Input("partners", "area", partners, required=False),
        Input("schedule", "area", schedule, required=False),
    )
