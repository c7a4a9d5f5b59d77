"""Which terms are these customers offered now? (a step of grading them, of hearing of them, and of a policy)

Whoever calls it has locked the customers: their grades, and what is published of them, follow one another.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.offers.terms import TermsOfferChanged
from messages.deals.offered_terms import OfferedTerms
from services.collections.domain.offers.offering import Facts, offered, policy_for
from services.collections.store.grading.records import newest_policy
from services.collections.store.offers.offers import offers_of
from services.collections.store.offers.policies import policies_in_force
from services.collections.tables import Customer, TermsOffer


async def offer_terms(
    work: Work, customers: Sequence[Customer], grades: Mapping[UUID, str], measured: Mapping[UUID, Facts]
) -> dict[UUID, OfferedTerms]:
    """By the policies in force; others hear of it when it is something else. Of whom nothing is measured now, what was
    last counts."""
    policies = await policies_in_force(work)
    days = {one.grade.value: one.most_days for one in (await newest_policy(work)).read_grades}
    rows = await offers_of(work, [one.id for one in customers])
    found: dict[UUID, OfferedTerms] = {}
    for customer in customers:
        row = rows.get(customer.id)
        if row is None:
            row = TermsOffer(customer_id=customer.id, legal_entity_id=customer.legal_entity_id, offered_at=work.now)
            work.session.add(row)
        facts = measured.get(customer.id, row.facts)
        grade = grades.get(customer.id, customer.grade)
        offer = found[customer.id] = offered(
            policy_for(policies, customer.legal_entity_id), grade, facts, days.get(grade)
        )
        _keep(work, customer, row, offer, facts)
    return found


def _keep(work: Work, customer: Customer, row: TermsOffer, offer: OfferedTerms, facts: Facts) -> None:
    row.legal_entity_id, row.policy_id = customer.legal_entity_id, offer.policy_id
    row.measured = {rule.value: value for rule, value in facts.items()}
    said = offer.model_dump(mode="json")
    if said == row.said:
        return
    row.said, row.offered_at, row.version = said, work.now, row.version + 1
    work.emit(
        TermsOfferChanged(
            terms_offer_id=customer.id,
            customer_id=customer.id,
            customer_name=customer.name,
            owner_id=customer.owner_id,
            legal_entity_id=customer.legal_entity_id,
            offer=offer,
            version=row.version,
        )
    )
