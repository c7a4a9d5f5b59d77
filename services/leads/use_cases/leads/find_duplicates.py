"""Is there a lead or a customer like this one already?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.leads import DuplicateCandidate, FindDuplicates, LeadStatus
from messages.matching.companies import Match
from services.leads.domain import duplicates, masks, normalization
from services.leads.domain.duplicates import Keys, Likeness, likeness_of
from services.leads.store import candidates
from services.leads.store import leads as store
from services.leads.store.projections import phone_region_of_entity
from services.leads.store.views import may_read, names_of
from services.leads.tables import CustomerRow, LeadRow
from services.leads.use_cases.steps.capture_leads import keys_of_lead

MOST = 10


async def find_duplicates(command: FindDuplicates, uow: UnitOfWork) -> list[DuplicateCandidate]:
    """The most alike first, each with the rule that matched; of what is not this person's only a mask is shown."""
    async with uow.begin() as work:
        entity = command.legal_entity_id or next(iter(work.actor.legal_entities), None)
        region = normalization.phone_region(command.phone_region, of_entity=await phone_region_of_entity(work, entity))
        wanted = normalization.keys_of(
            company=command.company,
            project=command.project,
            phone=command.phone,
            email=command.email,
            region=region,
        )
        return await _candidates(work, wanted, set())


async def find_duplicates_of(lead_id: UUID, uow: UnitOfWork) -> list[DuplicateCandidate]:
    """Of a lead that is here: without itself, and without those that a person told apart from it."""
    async with uow.begin() as work:
        lead = await store.get_lead(work, lead_id)
        if lead.status is LeadStatus.DROPPED:
            return []
        known = {lead.id, lead.customer_id} | await candidates.list_apart_from(work, lead.id)
        return await _candidates(work, keys_of_lead(lead), known)


async def _candidates(work: Work, wanted: Keys, known: set[UUID | None]) -> list[DuplicateCandidate]:
    found: list[tuple[Likeness, LeadRow]] = []
    for lead in await candidates.list_leads_like(work, wanted):
        if lead.id not in known and (like := likeness_of(wanted, keys_of_lead(lead))):
            found.append((like, lead))
    best = sorted(found, key=lambda pair: (-pair[0].score, pair[1].created_at))[:MOST]
    names = await names_of(work, {lead.owner_id for _, lead in best if lead.owner_id})
    shown = [_lead(work, like, lead, names) for like, lead in best]
    for customer in await candidates.list_customers_like(work, wanted):
        like = likeness_of(Keys(company=wanted.company), Keys(company=customer.name_key))
        if like and customer.id not in known:
            shown.append(_customer(like, customer))
    return sorted(shown, key=lambda candidate: -candidate.score)[:MOST]


def _lead(work: Work, like: Likeness, lead: LeadRow, names: dict[UUID, str]) -> DuplicateCandidate:
    readable = may_read(work, lead)
    return DuplicateCandidate(
        lead_id=lead.id,
        number=lead.number,
        match=_match(like),
        score=like.score,
        rule=like.rule,
        company=lead.company if readable else masks.masked_company(lead.company),
        owner_name=names.get(lead.owner_id) if readable and lead.owner_id else None,
    )


def _customer(like: Likeness, customer: CustomerRow) -> DuplicateCandidate:
    """Customers are known to everybody of their legal entity."""
    return DuplicateCandidate(
        customer_id=customer.id,
        number=customer.number,
        match=_match(like),
        score=like.score,
        rule=like.rule,
        company=customer.name,
        owner_name=None,
    )


def _match(like: Likeness) -> Match:
    return Match.SAME if like.score >= duplicates.SAME_COMPANY else Match.ALIKE
