"""Which kinds of follow-ups has a legal entity, and how are they changed?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.follow_ups import FollowUpKindsView, SetFollowUpKinds
from services.deals.domain.authority import entity_of
from services.deals.domain.follow_ups import must_count
from services.deals.store import follow_ups


async def set_follow_up_kinds(command: SetFollowUpKinds, uow: UnitOfWork) -> FollowUpKindsView:
    """All of them at once."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        must_count(command.kinds)
        if not work.repeated:  # they may have been set anew since
            await follow_ups.set_kinds(work, entity, command.kinds)
        return FollowUpKindsView(legal_entity_id=entity, kinds=await follow_ups.list_kinds(work, entity))


async def list_follow_up_kinds(legal_entity_id: str | None, uow: UnitOfWork) -> FollowUpKindsView:
    async with uow.begin() as work:
        entity = entity_of(legal_entity_id, work.actor.legal_entities)
        return FollowUpKindsView(legal_entity_id=entity, kinds=await follow_ups.list_kinds(work, entity))
