"""How are the terms that customers are offered found and kept, and whose are by another policy than is his by now?"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from services.collections.tables import Customer, TermsOffer
from services.collections.tables.columns import TermsOffers

# By a version that others have followed, by that of everywhere where the entity has its own by now, or by none yet.
DUE = """
WITH newest AS (SELECT DISTINCT ON (legal_entity_id) id, legal_entity_id FROM collection_policies
  ORDER BY legal_entity_id, version DESC)
SELECT c.id FROM customers c WHERE c.id IN (
  (SELECT customer_id FROM terms_offers WHERE policy_id IS NULL ORDER BY customer_id LIMIT $1)
  UNION (SELECT o.customer_id FROM terms_offers o WHERE o.policy_id IN
    (SELECT id FROM collection_policies EXCEPT SELECT id FROM newest) LIMIT $1)
  UNION (SELECT o.customer_id FROM newest h JOIN newest e ON e.legal_entity_id <> '*'
    JOIN terms_offers o ON o.policy_id = h.id AND o.legal_entity_id = e.legal_entity_id
    WHERE h.legal_entity_id = '*' LIMIT $1))
ORDER BY c.id LIMIT $1 FOR UPDATE SKIP LOCKED"""


async def lock_due(work: Work, limit: int) -> list[UUID]:
    """Customers that are to be offered terms anew and that nobody else is looking at."""
    return [row["id"] for row in await work.fetch(DUE, limit)]


async def offers_of(work: Work, ids: Collection[UUID]) -> dict[UUID, TermsOffer]:
    """Of customers that are locked, or to be shown."""
    query = select(TermsOffers).where(TermsOffers.customer_id.in_(ids)).execution_options(populate_existing=True)
    return {row.customer_id: row for row in (await work.session.execute(query)).scalars()}


async def await_offers(work: Work, customers: Collection[Customer]) -> None:
    """A keeper will find which terms they are offered, where nobody has."""
    unseen = [
        {"customer_id": one.id, "legal_entity_id": one.legal_entity_id, "offered_at": work.now, "version": 0}
        for one in customers
    ]
    await work.session.execute(insert(TermsOffers).values(unseen).on_conflict_do_nothing())


async def find_offer(work: Work, customer_id: UUID) -> TermsOffer | None:
    return (await offers_of(work, [customer_id])).get(customer_id)
