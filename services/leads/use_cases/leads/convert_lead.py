"""How does a lead become a customer and an opportunity?"""

from uuid import UUID, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.events import LeadConverted
from messages.leads.leads import ConvertLead, LeadStatus, LeadView
from services.leads.domain.lifecycle import customer_name, move, must_be_customer_of_entity, must_be_owner
from services.leads.domain.match_rules import identities
from services.leads.domain.merging import must_know_owner
from services.leads.store import leads as store
from services.leads.store.campaigns.reach import activity_of_touches
from services.leads.store.identities import free_identities
from services.leads.store.match_rules import hold_rules, rules_for
from services.leads.store.projections import customer_of, entity_of_customer
from services.leads.store.views import names_of, view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.capture_leads import keys_of_lead
from services.leads.use_cases.steps.end_owners import end_owners

CARRIED = {
    "number", "legal_entity_id", "region", "contact", "phone", "email", "email_key", "note", "source", "channel",
    "product_line", "channel_code", "activity_id", "version",
}  # fmt: skip


async def convert_lead(lead_id: UUID, command: ConvertLead, uow: UnitOfWork) -> LeadView:
    """Deals makes the customer and the opportunity from the event published here; their ids are the lead's for ever."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        if lead.status is LeadStatus.CONVERTED:
            return await view_of(work, lead)
        must_be_owner(lead.number, owner_id=lead.owner_id, actor_id=work.actor.id)
        lead.status = move(lead.status, LeadStatus.CONVERTED)
        name = customer_name(existing=command.customer_id, given=command.customer_name, company=lead.company)
        if command.customer_id:
            theirs = await entity_of_customer(work, command.customer_id)
            must_be_customer_of_entity(lead.number, entity=lead.legal_entity_id, customers=theirs)
        known = await _must_be_agreed(work, lead, command, name)
        lead.customer_id = customer_id = known or command.customer_id or uuid5(lead.id, "customer")
        lead.opportunity_id = opportunity_id = uuid5(lead.id, "opportunity")
        lead.activity_id = lead.activity_id or await activity_of_touches(work, lead.id)
        store.stop_clock(lead)
        await end_owners(work, [lead.id], "converted")
        rules = rules_for(await hold_rules(work, lead.legal_entity_id), lead.product_line)
        keeps = identities(keys_of_lead(lead), rules, people=False)
        await free_identities(work, lead.id, [one for one in identities(keys_of_lead(lead), rules) if one not in keeps])
        event = LeadConverted(
            lead_id=lead.id,
            owner_id=work.actor.id,
            customer_id=customer_id,
            customer_name=name,
            opportunity_id=opportunity_id,
            project=command.project,
            expected=command.expected,
            **lead.model_dump(include=CARRIED),
            phones=list(lead.phone_keys),
        )
        work.emit(event)
        return await view_of(work, lead)


async def _must_be_agreed(work: Work, lead: LeadRow, command: ConvertLead, name: str | None) -> UUID | None:
    """The customer, existing or of the same name, may be somebody else's. Which one it is, where it is known."""
    known = await customer_of(work, lead.legal_entity_id, id=command.customer_id, name=name)
    if known is None or known.owner_id is None:
        return known.id if known else None
    owner = (await names_of(work, {known.owner_id})).get(known.owner_id, "")
    agreed = command.although_others
    must_know_owner(known.number, owner_id=known.owner_id, owner=owner, actor_id=work.actor.id, agreed=agreed)
    return known.id
