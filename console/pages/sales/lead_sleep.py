"""How does somebody let a lead sleep, wake it up, or try one again?"""

from console.session import Person
from console.view_models import Action, Input
from messages.leads.handling import WakesIn
from messages.leads.leads import LeadStatus, LeadView
from messages.texts import text


def sleeping(lead: LeadView, person: Person) -> list[Action]:
    """What its state allows; whose it is, the caller asks."""
    base_path = f"/leads/{lead.id}"
    if lead.status in (LeadStatus.POOLED, LeadStatus.OWNED):
        return [Action("nurture", f"{base_path}/nurture", _until(lead, person))]
    if lead.status is LeadStatus.NURTURED:
        return [
            Action("wake", f"{base_path}/wake", weight="primary"),
            Action("nurture", f"{base_path}/nurture", _until(lead, person)),
        ]
    if lead.status is LeadStatus.DROPPED:
        return [Action("reuse", f"{base_path}/reuse", (Input("note", "area", required=False),), "primary")]
    return []


def _until(lead: LeadView, person: Person) -> list[Input]:
    """With its owner only what has one."""
    where = list(WakesIn) if lead.owner_id else [WakesIn.POOL]
    options = [(one.value, text(f"wakes_in.{one}", person.lang)) for one in where]
    hint = "hint.wakes_in" if lead.owner_id else ""
    return [
        Input("wake_on", "date"),
        Input("wakes_in", "select", options=options, hint=hint),
        Input("note", "area", required=False),
    ]
