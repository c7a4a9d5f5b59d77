"""How does an opportunity go to a later stage?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import AdvanceOpportunity, OpportunityAdvanced, OpportunityView
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.stages import advance, stage_named
from services.deals.store import opportunities


async def advance_opportunity(id: UUID, command: AdvanceOpportunity, uow: UnitOfWork) -> OpportunityView:
    """Advancing to the stage it has changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "advance")
        stages = await opportunities.list_stages(work, row.legal_entity_id)
        if work.repeated or stage_named(command.stage, stages).code == row.stage:
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        row.stage = advance(row.stage, command.stage, stages)
        row.version += 1
        work.emit(OpportunityAdvanced(opportunity_id=row.id, number=row.number, stage=row.stage, version=row.version))
        return await opportunities.view(work, row)
