"""Is there a lead, a customer or somebody at a customer like this one already?"""

from typing import Any
from uuid import UUID

from chassis.auth.identity import NOBODY
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.leads import DuplicateCandidate, FindDuplicates, LeadStatus
from messages.matching.companies import Match
from services.leads.domain import duplicates, masks, normalization
from services.leads.domain.duplicates import Keys, Likeness, likeness_of
from services.leads.domain.match_rules import MatchRules, identities, rule_between
from services.leads.domain.merging import may_keep_others
from services.leads.store import candidates
from services.leads.store import leads as store
from services.leads.store.match_rules import list_rules, rules_for
from services.leads.store.projections import phone_region_of_entity
from services.leads.store.views import Named, may_read, people_of
from services.leads.tables import ContactPersonRow, CustomerRow, LeadRow
from services.leads.use_cases.steps.capture_leads import keys_of_lead

MOST = 10
PEOPLE = {"phone", "email"}


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
            contact=command.contact,
            extra=command.extra,
        )
        rules = rules_for(await list_rules(work, entity or ""), command.product_line)
        leads = [] if command.customers_only else await _leads(work, wanted, rules)
        return await _candidates(work, wanted, rules, set(), leads)


async def find_duplicates_of(lead_id: UUID, uow: UnitOfWork) -> list[DuplicateCandidate]:
    """Of a lead that is here: without itself, and without those that a person told apart from it."""
    async with uow.begin() as work:
        lead = await store.get_lead(work, lead_id)
        if lead.status is LeadStatus.DROPPED:
            return []
        known = {lead.id, lead.customer_id} | await candidates.list_apart_from(work, lead.id)
        rules = rules_for(await list_rules(work, lead.legal_entity_id), lead.product_line)
        wanted = keys_of_lead(lead)
        return await _candidates(work, wanted, rules, known, await _leads(work, wanted, rules))


async def _candidates(
    work: Work,
    wanted: Keys,
    rules: MatchRules,
    known: set[UUID | None],
    leads: list[tuple[Likeness, LeadRow]],
) -> list[DuplicateCandidate]:
    best = sorted(
        [pair for pair in leads if pair[1].id not in known], key=lambda pair: (-pair[0].score, pair[1].created_at)
    )[:MOST]
    customers = [row for row in await candidates.list_customers_like(work, wanted) if row.id not in known]
    persons = [
        (person, customer)
        for person, customer in await candidates.list_persons_like(work, wanted)
        if customer.id not in known and person.id not in known
    ]
    owners = [lead.owner_id for _, lead in best]
    owners += [customer.owner_id for customer in (*customers, *(customer for _, customer in persons))]
    people = await people_of(work, {owner for owner in owners if owner})
    shown = [_lead(work, like, lead, people) for like, lead in best]
    for customer in customers:
        like = likeness_of(Keys(company=wanted.company), Keys(company=customer.name_key))
        if like:
            shown.append(_customer(like, customer, people))
    shown += [_person(work, wanted, *pair, rules=rules, people=people) for pair in persons]
    return sorted(shown, key=lambda candidate: -candidate.score)[:MOST]


async def _leads(work: Work, wanted: Keys, rules: MatchRules) -> list[tuple[Likeness, LeadRow]]:
    """Those that hold what it would hold, and those that are like it."""
    holders = await candidates.list_holders(work, identities(wanted, rules))
    held = {lead.id for lead in holders}
    alike = await candidates.list_leads_like(work, wanted)
    found: list[tuple[Likeness, LeadRow]] = []
    for lead in {lead.id: lead for lead in (*holders, *alike)}.values():
        other = keys_of_lead(lead)
        in_line = not rules.line or lead.product_line == rules.line
        like = likeness_of(wanted, other, rule_between(wanted, other, rules) if in_line else None)
        if lead.id in held and (like is None or like.score < 1.0):
            like = Likeness(1.0, "touch")
        if like:
            found.append((like, lead))
    return found


def _lead(work: Work, like: Likeness, lead: LeadRow, people: dict[UUID, Named]) -> DuplicateCandidate:
    readable = may_read(work, lead)
    return DuplicateCandidate(
        lead_id=lead.id,
        number=lead.number,
        company=lead.company if readable else masks.masked_company(lead.company),
        contact=lead.contact if readable else masks.masked_name(lead.contact),
        owner_name=_name(people, lead.owner_id) if readable else None,
        keeps_others=readable and may_keep_others(lead.status),
        **_said(like),
    )


def _customer(like: Likeness, customer: CustomerRow, people: dict[UUID, Named]) -> DuplicateCandidate:
    """Customers are known to everybody of their legal entity, and whose they are."""
    return DuplicateCandidate(
        customer_id=customer.id,
        number=customer.number,
        company=customer.name,
        owner_name=_name(people, customer.owner_id),
        **_said(like),
    )


def _person(
    work: Work,
    wanted: Keys,
    person: ContactPersonRow,
    customer: CustomerRow,
    *,
    rules: MatchRules,
    people: dict[UUID, Named],
) -> DuplicateCandidate:
    """Of somebody else's customer the name is masked."""
    owner = people.get(customer.owner_id) if customer.owner_id else None
    readable = work.actor.scope.covers(
        owner_id=customer.owner_id or NOBODY,
        owner_unit=owner.unit if owner else "",
        legal_entity_id=customer.legal_entity_id,
    )
    field = "phone" if set(wanted.phones) & set(person.phone_keys) else "email"
    counts = any(set(rule) <= PEOPLE for rule in rules.rules)
    like = Likeness(1.0 if counts else duplicates.SAME_REACH, field, (field,))
    return DuplicateCandidate(
        customer_id=customer.id,
        contact_person_id=person.id,
        number=customer.number,
        company=customer.name,
        contact=person.name if readable else masks.masked_name(person.name),
        owner_name=_name(people, customer.owner_id),
        **_said(like),
    )


def _said(like: Likeness) -> dict[str, Any]:
    match = Match.SAME if like.score >= duplicates.SAME_COMPANY else Match.ALIKE
    return {"match": match, "score": like.score, "rule": like.rule, "fields": list(like.fields)}


def _name(people: dict[UUID, Named], owner_id: UUID | None) -> str | None:
    found = people.get(owner_id) if owner_id else None
    return found.name if found else None
