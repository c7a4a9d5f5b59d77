"""How is a lead given up?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.events import LeadDropped
from messages.leads.leads import LeadStatus, LeadView
from messages.roles import Role
from services.leads.domain.lifecycle import move, must_be_owner
from services.leads.store import leads as store
from services.leads.store.deadlines import end_ownership
from services.leads.store.identities import free_identities
from services.leads.store.views import view_of


async def drop_lead(lead_id: UUID, reason: str, uow: UnitOfWork) -> LeadView:
    """With a reason; then the same company may come again as a new lead."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        if lead.status is LeadStatus.DROPPED:
            return await view_of(work, lead)
        if not work.actor.may(Role.SALES_MANAGER, Role.OPS, Role.ADMIN, Role.DIRECTOR):
            must_be_owner(lead.number, owner_id=lead.owner_id, actor_id=work.actor.id)
        lead.status = move(lead.status, LeadStatus.DROPPED)
        lead.drop_reason = reason
        store.stop_clock(lead)
        await end_ownership(work, [lead.id], "dropped")
        await free_identities(work, lead.id)
        work.emit(LeadDropped(lead_id=lead.id, number=lead.number, reason=reason, version=lead.version))
        return await view_of(work, lead)
