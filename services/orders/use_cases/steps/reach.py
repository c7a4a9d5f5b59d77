"""May this person change this product?"""

from chassis.auth.reach import must_reach, must_reach_all
from chassis.db.unit_of_work import Work
from chassis.records.people import list_entities


async def must_reach_product(work: Work, legal_entity_id: str | None, *, verb: str) -> None:
    """One of the whole house is changed by who works for every legal entity."""
    if legal_entity_id is not None:
        must_reach(work.actor, legal_entity_id, verb=verb)
    else:
        must_reach_all(work.actor, await list_entities(work) or work.actor.legal_entities, verb=verb)
