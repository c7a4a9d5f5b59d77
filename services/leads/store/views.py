"""What is shown of a lead, and to whom?"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from chassis.auth.identity import NOBODY, Everything
from chassis.db.common_tables import people
from chassis.db.unit_of_work import Work
from messages.leads.assignment import AssignmentView
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain import masks
from services.leads.tables import ACTIVITY, LeadRow


async def views_of(work: Work, leads: Sequence[LeadRow]) -> list[LeadView]:
    names = await names_of(work, {lead.owner_id for lead in leads if lead.owner_id})
    activities = await _activities_of(work, {lead.activity_id for lead in leads if lead.activity_id})
    shown = [_view(work, lead, names.get(lead.owner_id or NOBODY)) for lead in leads]
    return [
        one.model_copy(update={"activity_name": activities.get(one.activity_id)}) if one.activity_id else one
        for one in shown
    ]


async def view_of(work: Work, lead: LeadRow) -> LeadView:
    """With all that is known of why it was given to its owner."""
    view = (await views_of(work, [lead]))[0]
    if view.assignment is None:
        return view
    return view.model_copy(update={"assignment": AssignmentView.model_validate(lead.assignment)})


async def _activities_of(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    """What they are called, whoever may see the rest of them."""
    if not ids:
        return {}
    rows = await work.session.execute(select(ACTIVITY.id, ACTIVITY.name).where(ACTIVITY.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


class Named(NamedTuple):
    """A person, and where he works."""

    name: str
    unit: str


async def people_of(work: Work, ids: set[UUID]) -> dict[UUID, Named]:
    if not ids:
        return {}
    query = select(people.c.id, people.c.name, people.c.unit).where(people.c.id.in_(ids))
    return {row[0]: Named(row[1], row[2]) for row in await work.session.execute(query)}


async def names_of(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = await work.session.execute(select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def may_read(work: Work, lead: LeadRow) -> bool:
    """All of it, contact and note too."""
    scope = work.actor.scope
    if isinstance(scope, Everything):
        return scope.covers(owner_id=NOBODY, owner_unit="", legal_entity_id=lead.legal_entity_id)
    if lead.status is LeadStatus.POOLED:
        return False
    covered = scope.covers(
        owner_id=lead.owner_id or NOBODY, owner_unit=lead.owner_unit, legal_entity_id=lead.legal_entity_id
    )
    return covered or (lead.status is LeadStatus.DUPLICATE and lead.created_by == work.actor.id)


def _view(work: Work, lead: LeadRow, owner_name: str | None) -> LeadView:
    assignment = {**lead.assignment, "candidates": []} if lead.assignment else None
    shown = LeadView.model_validate({**lead.model_dump(), "owner_name": owner_name, "assignment": assignment})
    if may_read(work, lead):
        return shown
    hidden: dict[str, Any] = {
        "contact": masks.masked_name(lead.contact),
        "phone": masks.masked_phone(lead.phone, lead.phone_keys),
        "email": masks.masked_email(lead.email),
        "note": None,
        "assignment": None,
    }
    if lead.status is not LeadStatus.POOLED:  # somebody else's: the fact that it exists, no more
        company = masks.masked_company(lead.company)
        hidden |= {"company": company, "project": None, "owner_id": None, "owner_name": None, "extra": {}}
    return shown.model_copy(update=hidden)
