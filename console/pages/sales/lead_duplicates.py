"""Which leads and customers may be this one, and what may a person say about it?"""

from console.session import Person
from console.view_models import Action, Input, Link, Table, Worded
from messages.leads.leads import DuplicateCandidate, LeadStatus, LeadView, TouchView
from messages.roles import Role

JUDGES = (Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)


def touches_table(touches: list[TouchView]) -> list[Table]:
    """Every time that this person or company came; none: once."""
    rows = [
        (Link(one.number, f"/leads/{one.lead_id}"), one.at, one.source, one.channel, one.contact, one.phone, one.email)
        for one in touches
    ]
    columns = ("number", "at", "source", "channel", "contact", "phone", "email")
    return [Table("console.touches", columns, rows)] if len(rows) > 1 else []


def candidates_table(alike: list[DuplicateCandidate]) -> list[Table]:
    """None: nothing is like it."""
    rows = [
        (
            _link(one),
            one.company,
            one.contact,
            Worded(f"match.{one.match}"),
            f"{one.score:.0%}",
            Worded(f"duplicate.{one.rule}"),
            one.owner_name,
        )
        for one in alike
    ]
    columns = ("number", "company", "contact", "match", "score", "reason", "owner")
    return [Table("console.candidates", columns, rows)] if rows else []


def duplicate_actions(
    lead: LeadView, alike: list[DuplicateCandidate], touches: list[TouchView], person: Person
) -> list[Action]:
    """A duplicate is none after all; two that are alike are two, or one."""
    if not person.may(*JUDGES):
        return []
    path = f"/leads/{lead.id}"
    if lead.status is LeadStatus.DUPLICATE and lead.duplicate_of:
        if any(one.merged and one.lead_id == lead.id for one in touches):
            return [Action("unmerge", f"{path}/unmerge")]
        other = Input("other_id", "hidden", value=str(lead.duplicate_of))
        actions = [Action("tell_apart", f"{path}/tell-apart", (other,))]
        if any(one.keeps_others and one.lead_id == lead.duplicate_of for one in alike):
            joined = Input("into_id", "hidden", value=str(lead.duplicate_of))
            actions.append(Action("merge", f"{path}/merge", (joined,), sure="sure.merge"))
        return actions
    options = [(str(one.lead_id or one.customer_id), f"{one.number} {one.company or ''}".strip()) for one in alike]
    if not options:
        return []
    actions = [Action("tell_apart", f"{path}/tell-apart", (Input("other_id", "select", options=options),))]
    options = [(str(one.lead_id), f"{one.number} {one.company or ''}".strip()) for one in alike if one.lead_id]
    if options and lead.status in (LeadStatus.POOLED, LeadStatus.OWNED):
        choose = (Input("other_id", "select", options=options),)
        keep = {str(one.lead_id) for one in alike if one.keeps_others}
        if kept := [option for option in options if option[0] in keep]:
            into = (Input("into_id", "select", options=kept),)
            actions.append(Action("merge", f"{path}/merge", into, sure="sure.merge"))
        actions.append(Action("mark_duplicate", f"{path}/mark-duplicate", choose, "danger"))
    return actions


def _link(one: DuplicateCandidate) -> Link:
    if one.lead_id is not None:
        return Link(one.number, f"/leads/{one.lead_id}")
    return Link(one.number or Worded("console.open"), f"/customers/{one.customer_id}")
