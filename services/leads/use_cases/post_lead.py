"""How is one lead taken in?"""

from chassis.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.leads.leads import LeadView, PostLead
from services.leads.domain.entities import entity_for
from services.leads.store.views import view_of
from services.leads.use_cases.capture_leads import Draft, capture_leads


async def post_lead(command: PostLead, uow: UnitOfWork) -> LeadView:
    """The same id, or the same external id of its source, again: the lead that is there."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        draft = Draft(command.id or work.new_id(), command)
        [captured] = await capture_leads(work, entity, [draft])
        if captured.wrong:
            raise captured.wrong
        if captured.lead is None:
            raise NotFound("lead", draft.id)
        return await view_of(work, captured.lead)
