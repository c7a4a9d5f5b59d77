"""Do a key or a form lead to a pool and an activity of their legal entity? A step of other use cases."""

from uuid import UUID

from chassis.db.unit_of_work import Work
from services.leads.domain.campaigns.attribution import must_be_of_entity
from services.leads.domain.routing import chosen_pool
from services.leads.store.campaigns.activities import find_activity
from services.leads.store.pools import list_intakes


async def must_lead_somewhere(work: Work, legal_entity_id: str, pool_id: UUID | None, activity_id: UUID | None) -> None:
    """Raises Malformed."""
    if pool_id is not None:
        chosen_pool(pool_id, [intake for intake, _ in await list_intakes(work, legal_entity_id)])
    if activity_id is not None:
        found = await find_activity(work, activity_id)
        must_be_of_entity(activity_id, found.legal_entity_id if found else None, legal_entity_id)
