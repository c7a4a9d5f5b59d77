"""What goes on with a customer, as far as the actor sees it?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.overview import CustomerOverview, PlannedView
from messages.deals.guidance import GuidanceStatus
from messages.roles import Role
from services.deals.domain.contact_persons import KEEPERS
from services.deals.store import contact_persons, contracts, follow_ups, guidance, opportunities, registrations
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customer_owners import list_owners
from services.deals.store.customers import is_of_customer
from services.deals.store.labels import labels_of
from services.deals.tables import Contract, Customer, FollowUp, Guidance, Opportunity, Registration

SHOWN = 20


async def overview_of(work: Work, row: Customer) -> CustomerOverview:
    """A list of each, whatever there is: so many statements for every customer."""
    close = await contact_persons.is_close_to(work, row)
    names = await labels_of(work, customers=[], owners=[row.owner_id] if row.owner_id else [])
    sales = list(await work.session.scalars(_newest(work, Opportunity, row.id)))
    inside = not work.actor.may(Role.PARTNER)  # who is there, and whose it was, is not for partners
    persons = await contact_persons.list_persons(work, row.id) if inside else []
    addresses = await contact_persons.list_addresses(work, row.id) if inside else []
    spoken = select(FollowUp).where(is_of_customer(col(FollowUp.customer_id), row.id), follow_ups.is_visible(work))
    newest = spoken.order_by(col(FollowUp.happened_at).desc(), col(FollowUp.id).desc()).limit(SHOWN)
    return CustomerOverview(
        customer=await customer_view(work, row),
        owner_name=names.get(row.owner_id) if row.owner_id else None,
        owner_unit=row.owner_unit,
        may_keep=close and work.actor.may(*KEEPERS),
        contact_persons=[contact_persons.person_view(one, close=close) for one in persons],
        addresses=[contact_persons.address_view(one, close=close) for one in addresses],
        owners=await list_owners(work, row.id) if inside else [],
        opportunities=await opportunities.views(work, sales),
        registrations=await registrations.views(work, await _list(work, Registration, row.id)),
        contracts=await contracts.views(work, await _list(work, Contract, row.id)),
        follow_ups=await follow_ups.views(work, list(await work.session.scalars(newest))),
        planned=await _planned(work, spoken),
        guidance=await guidance.views(work, await _guidance(work, [one.id for one in sales])),
    )


def _newest(work: Work, table: Any, customer_id: UUID) -> Select[Any]:
    query = select(table).where(is_of_customer(col(table.customer_id), customer_id), in_scope(table, work.actor.scope))
    return query.order_by(col(table.created_at).desc(), col(table.id).desc()).limit(SHOWN)


async def _list(work: Work, table: Any, customer_id: UUID) -> list[Any]:
    return list(await work.session.scalars(_newest(work, table, customer_id)))


async def _planned(work: Work, spoken: Select[Any]) -> list[PlannedView]:
    waiting = spoken.where(col(FollowUp.next_on).is_not(None), col(FollowUp.answered_by).is_(None))
    nearest = waiting.order_by(col(FollowUp.next_on), col(FollowUp.id)).limit(SHOWN)
    same = {"next_on", "note", "opportunity_id", "recorded_by_name"}
    return [
        PlannedView(follow_up_id=one.id, **one.model_dump(include=same)) for one in await work.session.scalars(nearest)
    ]


async def _guidance(work: Work, opportunity_ids: list[UUID]) -> list[Guidance]:
    """What somebody is asked to do about the sales that are shown."""
    query = select(Guidance).where(
        col(Guidance.opportunity_id).in_(opportunity_ids), col(Guidance.status) == GuidanceStatus.OPEN
    )
    return list(await work.session.scalars(query.order_by(col(Guidance.due_on), col(Guidance.id)).limit(SHOWN)))
