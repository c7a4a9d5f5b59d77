"""Through which phases did a customer go, and who sells to him now?"""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.db.common_tables import people
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.phases import CustomerPhaseView
from messages.deals.opportunities import OpportunityStatus
from messages.roles import Role
from services.deals.store.customers import is_of_customer
from services.deals.tables import CustomerPhase, Opportunity

SHOWN = 100


async def list_phases(work: Work, customer_id: UUID) -> list[CustomerPhaseView]:
    """The newest first; also of what was joined to him."""
    query = select(CustomerPhase).where(is_of_customer(col(CustomerPhase.customer_id), customer_id))
    newest = query.order_by(col(CustomerPhase.at).desc(), col(CustomerPhase.id).desc()).limit(SHOWN)
    return [CustomerPhaseView.model_validate(row.model_dump()) for row in await work.session.scalars(newest)]


async def selling_to(work: Work, customer_id: UUID) -> list[UUID]:
    """Who of the house has an open opportunity with him: why he is hot is nothing for partners."""
    is_open = col(Opportunity.status) == OpportunityStatus.OPEN
    query = select(col(Opportunity.owner_id)).where(is_of_customer(col(Opportunity.customer_id), customer_id), is_open)
    partners = select(people.c.id).where(people.c.roles.contains([Role.PARTNER]))
    query = query.where(col(Opportunity.owner_id).not_in(partners))
    return sorted(await work.session.scalars(query.distinct()))
