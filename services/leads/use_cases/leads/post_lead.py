"""How is one lead captured?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.leads.leads import LeadStatus, LeadView, PostLead
from messages.roles import Role
from services.leads.domain.legal_entities import entity_for
from services.leads.domain.ownership import must_have_room
from services.leads.store import leads as store
from services.leads.store.pools import pool_rules
from services.leads.store.views import view_of
from services.leads.use_cases.leads.claim_lead import claim
from services.leads.use_cases.steps.assign_by_rules import assign_new
from services.leads.use_cases.steps.capture_leads import Draft, capture_leads

SELLERS = (Role.SALES, Role.SALES_MANAGER)


async def post_lead(command: PostLead, uow: UnitOfWork) -> LeadView:
    """The same id, or the same external id of its source, again: the lead that is there.

    What a seller enters is his at once, and counts as one that he took, unless he names the pool in which it waits.
    What waits is given to people by the rules of its pool, where it has any.
    """
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        draft = Draft(command.id or work.new_id(), command, pool_id=command.pool_id)
        [captured] = await capture_leads(work, entity, [draft])
        if captured.violation:
            raise captured.violation
        if captured.lead is None:
            raise NotFound("lead", draft.id)
        is_his = captured.new and command.pool_id is None and captured.lead.status is LeadStatus.POOLED
        if is_his and work.actor.may(*SELLERS):
            await _take(work, captured.lead.id)
            return await view_of(work, await store.get_lead(work, captured.lead.id))
        if captured.new:
            await assign_new(work, [captured.lead])
        found = await store.find_by_id(work, [captured.lead.id])
        return await view_of(work, found[captured.lead.id])


async def _take(work: Work, lead_id: UUID) -> None:
    lead = await store.lock_waiting(work, lead_id)
    rules = await pool_rules(work, lead.pool_id)
    held = await store.held_by(work, work.actor.id, [lead.pool_id])
    must_have_room(held=held[lead.pool_id], more=1, limit=rules.pool.holding_limit)
    await claim(work, lead, rules, began_by="entered")
