"""How are the versions of collection policies found, and for how many customers is one?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from chassis.auth.identity import ALL, Actor
from chassis.db.unit_of_work import Work
from messages.collections.dunning.procedures import EVERYWHERE
from services.collections.domain.offers.offering import CollectionPolicy
from services.collections.tables import CollectionPolicyRow
from services.collections.tables.columns import CollectionPolicies
from services.collections.tables.grading.offers import policy_of

LOCK_POLICIES = text("SELECT pg_advisory_xact_lock(hashtext('collection_policies'))")
IN_FORCE = """
SELECT DISTINCT ON (legal_entity_id) id, name, legal_entity_id, version, grades::text AS grades,
  extensions::text AS extensions
FROM collection_policies ORDER BY legal_entity_id, version DESC"""
# Customers who are offered the same, by the same grade and behaviour, of the entities that this policy would be for.
ALIKE = """
SELECT c.grade, o.measured::text AS measured, o.said::text AS said, count(*) AS customers
FROM terms_offers o JOIN customers c ON c.id = o.customer_id
WHERE CASE WHEN $1 = '*' THEN NOT o.legal_entity_id = ANY($2::text[]) ELSE o.legal_entity_id = $1 END
GROUP BY c.grade, o.measured, o.said"""


async def policies_in_force(work: Work) -> list[CollectionPolicy]:
    """The same for the whole of a unit of work."""
    if "collection_policies" not in work.session.info:
        work.session.info["collection_policies"] = [policy_of(row) for row in await work.fetch(IN_FORCE)]
    found: list[CollectionPolicy] = work.session.info["collection_policies"]
    return found


async def lock_last(work: Work, legal_entity_id: str) -> CollectionPolicyRow | None:
    """The last version of a policy; nobody else publishes one until the end."""
    await work.session.execute(LOCK_POLICIES)
    query = select(CollectionPolicies).where(CollectionPolicies.legal_entity_id == legal_entity_id)
    newest = query.order_by(CollectionPolicies.version.desc()).limit(1)
    found: CollectionPolicyRow | None = (await work.session.execute(newest)).scalar_one_or_none()
    return found


async def find_policy(work: Work, id: UUID) -> CollectionPolicyRow | None:
    found: CollectionPolicyRow | None = await work.session.get(CollectionPolicyRow, id)
    return found


async def list_policies(work: Work, actor: Actor) -> list[CollectionPolicyRow]:
    """Of the actor's legal entities and of everywhere; of each policy the newest version first."""
    query = select(CollectionPolicies)
    if ALL not in actor.legal_entities:
        query = query.where(CollectionPolicies.legal_entity_id.in_([*actor.legal_entities, EVERYWHERE]))
    ordered = query.order_by(CollectionPolicies.legal_entity_id, CollectionPolicies.version.desc())
    return list((await work.session.execute(ordered)).scalars())


async def alike(work: Work, legal_entity_id: str, others: Sequence[str]) -> list[Any]:
    """`grade`, `measured`, `said` and how many `customers`. `others`: legal entities with a policy of their own."""
    return await work.fetch(ALIKE, legal_entity_id, list(others))
