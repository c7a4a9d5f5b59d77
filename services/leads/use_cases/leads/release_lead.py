"""How does an owner give a lead back to its pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.events import LeadReleased
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.lifecycle import move
from services.leads.store import leads as store
from services.leads.store.pools import pool_rules
from services.leads.store.views import view_of
from services.leads.use_cases.steps.end_owners import end_owners


async def release_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    """Its owner, or his manager. One that waits in the pool already stays there."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        if work.repeated or lead.status is LeadStatus.POOLED:
            return await view_of(work, lead)
        lead.status = move(lead.status, LeadStatus.POOLED)
        former = lead.owner_id or work.actor.id
        rules = await pool_rules(work, lead.pool_id)
        lead.owner_id, lead.owner_unit = None, rules.pool.unit
        store.stop_clock(lead)
        await end_owners(work, [lead.id], "released")
        event = LeadReleased(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            former_owner_id=former,
            version=lead.version,
        )
        work.emit(event)
        return await view_of(work, lead)
