"""What happens when a person says that two leads are two, or that they are one after all?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.leads.events import LeadDuplicateFound, LeadToldApart
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.lifecycle import move, must_be_another
from services.leads.store import candidates
from services.leads.store import leads as store
from services.leads.store.deadlines import end_ownership
from services.leads.store.identities import claim_identities, free_identities
from services.leads.store.match_rules import hold_rules
from services.leads.store.projections import customer_of
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.capture_leads import identities_of


async def tell_apart(lead_id: UUID, other_id: UUID, uow: UnitOfWork) -> LeadView:
    """They are no candidates for one another any more; a lead that counted as the other's duplicate lives again.

    It holds what is free of its phones, e-mail and project; what another lead holds stays that one's.
    """
    async with uow.begin() as work:
        lead = await _lock(work, lead_id, other_id)
        if not await _is_lead_of(work, lead, other_id):
            await _must_be_customer_of(work, lead, other_id)
        again = lead.status is LeadStatus.DUPLICATE and lead.duplicate_of == other_id
        if not work.repeated and (await candidates.tell_apart(work, lead.id, other_id) or again):
            if again:
                lead.status, lead.duplicate_of = move(lead.status, LeadStatus.POOLED), None
                lead.version += 1
                lines = await hold_rules(work, lead.legal_entity_id)
                await claim_identities(work, lead.legal_entity_id, dict.fromkeys(identities_of(lead, lines), lead.id))
            event = LeadToldApart(
                lead_id=lead.id,
                number=lead.number,
                other_id=other_id,
                by_id=work.actor.id,
                reopened=again,
                version=lead.version,
            )
            work.emit(event)
        return await view_of(work, lead)


async def mark_duplicate(lead_id: UUID, other_id: UUID, uow: UnitOfWork) -> LeadView:
    """The other way: this lead repeats the other, whatever was said before. Its clock stops, nobody owns it."""
    async with uow.begin() as work:
        lead = await _lock(work, lead_id, other_id)
        if not await _is_lead_of(work, lead, other_id):
            raise NotFound("lead", other_id)
        if work.repeated or (lead.status is LeadStatus.DUPLICATE and lead.duplicate_of == other_id):
            return await view_of(work, lead)
        lead.status, lead.duplicate_of = move(lead.status, LeadStatus.DUPLICATE), other_id
        if lead.owner_id is not None:
            await end_ownership(work, [lead.id], "duplicate")
            lead.owner_id = None
        store.stop_clock(lead)
        await free_identities(work, lead.id)
        await candidates.tell_together(work, lead.id, other_id)
        event = LeadDuplicateFound(
            lead_id=lead.id, number=lead.number, duplicate_of=other_id, by_id=work.actor.id, version=lead.version
        )
        work.emit(event)
        return await view_of(work, lead)


async def _lock(work: Work, lead_id: UUID, other_id: UUID) -> LeadRow:
    must_be_another(lead_id, other_id)
    locked = await store.lock_leads(work, [lead_id])
    if lead_id not in locked:
        raise NotFound("lead", lead_id)
    return locked[lead_id]


async def _is_lead_of(work: Work, lead: LeadRow, other_id: UUID) -> bool:
    """In the same legal entity."""
    other = (await store.find_by_id(work, [other_id])).get(other_id)
    return other is not None and other.legal_entity_id == lead.legal_entity_id


async def _must_be_customer_of(work: Work, lead: LeadRow, other_id: UUID) -> None:
    """A lead is told apart from a customer too."""
    if await customer_of(work, lead.legal_entity_id, id=other_id, name=None) is None:
        raise NotFound("lead", other_id)
