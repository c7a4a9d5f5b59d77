"""How are the stages of a legal entity changed?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import SetStages, StageRow, StagesView
from services.deals.domain.authority import entity_of
from services.deals.domain.stages import must_be_whole
from services.deals.store import opportunities


async def set_stages(command: SetStages, uow: UnitOfWork) -> StagesView:
    """All of them at once; opportunities keep the stage they have."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        must_be_whole(command.stages)
        if not work.repeated:  # they may have been set anew since
            await opportunities.set_stages(work, entity, command.stages)
        stages = await opportunities.list_stages(work, entity)
        rows = [StageRow(code=stage.code, status=stage.status) for stage in stages]
        return StagesView(legal_entity_id=entity, stages=rows)
