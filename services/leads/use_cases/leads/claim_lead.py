"""How does a seller take a lead out of its pool?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.events import LeadClaimed
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.lifecycle import must_be_free
from services.leads.domain.ownership import must_have_room
from services.leads.domain.routing import must_be_member
from services.leads.store import leads as store
from services.leads.store.pools import PoolRules, pool_rules
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.set_owner import set_owner


async def claim_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    """This very lead. Of several who claim it at once the first gets it; claiming one's own again changes nothing."""
    async with uow.begin() as work:
        lead = await store.get_claimable(work, lead_id)
        if work.repeated or (lead.status is LeadStatus.OWNED and lead.owner_id == work.actor.id):
            return await view_of(work, lead)
        must_be_free(lead.number, lead.status)
        rules = await pool_rules(work, lead.pool_id)
        await must_be_claimable(work, rules)
        lead = await store.lock_waiting(work, lead_id)
        must_be_free(lead.number, lead.status)
        await claim(work, lead, rules)
        return await view_of(work, lead)


async def must_be_claimable(work: Work, rules: PoolRules) -> None:
    """May this person take one more from this pool? Locks his holdings."""
    must_be_member(rules.pool.name, pool_unit=rules.pool.unit, person_unit=work.actor.unit)
    held = await store.held_by(work, work.actor.id, [rules.pool.id])
    must_have_room(held=held[rules.pool.id], more=1, limit=rules.pool.holding_limit)


async def claim(work: Work, lead: LeadRow, rules: PoolRules) -> None:
    due = await set_owner(work, [lead], rules, owner_id=work.actor.id, owner_unit=work.actor.unit)
    event = LeadClaimed(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=work.actor.id,
        follow_up_due_at=due,
        version=lead.version,
    )
    work.emit(event)
