"""Which leads and customers may be this one, and what may a person say about it?"""

from console.session import Person
from console.view_models import Action, Input, Link, Table, Worded
from messages.leads.leads import DuplicateCandidate, LeadStatus, LeadView
from messages.roles import Role

JUDGES = (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)


def candidates_table(alike: list[DuplicateCandidate]) -> list[Table]:
    """None: nothing is like it."""
    rows = [
        (_link(one), one.company, Worded(f"match.{one.match}"), Worded(f"duplicate.{one.rule}"), one.owner_name)
        for one in alike
    ]
    return [Table("console.candidates", ("number", "company", "match", "reason", "owner"), rows)] if rows else []


def duplicate_actions(lead: LeadView, alike: list[DuplicateCandidate], person: Person) -> list[Action]:
    """A duplicate is none after all; two that are alike are two, or one."""
    if not person.may(*JUDGES):
        return []
    path = f"/leads/{lead.id}"
    if lead.status is LeadStatus.DUPLICATE and lead.duplicate_of:
        other = Input("other_id", "hidden", value=str(lead.duplicate_of))
        return [Action("tell_apart", f"{path}/tell-apart", (other,))]
    options = [(str(one.lead_id), f"{one.number} {one.company or ''}".strip()) for one in alike if one.lead_id]
    if not options:
        return []
    choose = (Input("other_id", "select", options=options),)
    actions = [Action("tell_apart", f"{path}/tell-apart", choose)]
    if lead.status in (LeadStatus.POOLED, LeadStatus.OWNED):
        actions.append(Action("mark_duplicate", f"{path}/mark-duplicate", choose, "danger"))
    return actions


def _link(one: DuplicateCandidate) -> Link:
    if one.lead_id is not None:
        return Link(one.number, f"/leads/{one.lead_id}")
    return Link(one.number or Worded("console.open"), f"/customers/{one.customer_id}")
