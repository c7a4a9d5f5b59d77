"""Which stages do the opportunities of a legal entity pass?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import StageRow, StagesView
from services.deals.domain.authority import entity_of
from services.deals.store import opportunities


async def list_stages(legal_entity_id: str | None, uow: UnitOfWork) -> StagesView:
    async with uow.begin() as work:
        entity = entity_of(legal_entity_id, work.actor.legal_entities)
        stages = await opportunities.list_stages(work, entity)
        rows = [StageRow(code=stage.code, status=stage.status) for stage in stages]
        return StagesView(legal_entity_id=entity, stages=rows)
