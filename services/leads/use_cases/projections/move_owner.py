"""What becomes of somebody's leads when they work in another unit?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.events import PersonChanged
from messages.roles import Role
from services.leads.store import leads
from services.leads.store.campaigns import campaigns
from services.leads.store.distribution.pool_people import remember_seller


async def move_owner(event: PersonChanged, uow: UnitOfWork) -> None:
    """They go along, so that the managers of that unit see them; an event older than what is known moves nothing.

    Somebody sells since he was first heard of."""
    async with uow.begin() as work:
        if event.active and not {Role.SALES, Role.SALES_MANAGER}.isdisjoint(event.roles):
            await remember_seller(work, event.person_id)
        await leads.move_owner(work, event.person_id, event.unit, version=event.version)
        await campaigns.move_plans(work, event.person_id, event.unit, version=event.version)
