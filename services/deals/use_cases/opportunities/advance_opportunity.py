"""How does an opportunity go to another stage?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpportunityAdvanced, OpportunitySetBack, OpportunityView
from messages.deals.stages import AdvanceOpportunity, SetBackOpportunity
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.stages import advance, set_back, stage_named
from services.deals.store import opportunities
from services.deals.use_cases.steps.progress import enter_stage, expect_of_stage, must_leave, stages_for


async def advance_opportunity(id: UUID, command: AdvanceOpportunity, uow: UnitOfWork) -> OpportunityView:
    """When what the stages on its way ask for is done and known. Advancing to the stage it has changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "advance")
        stages = await stages_for(work, row)
        if work.repeated or stage_named(command.stage, stages).code == row.stage:
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        to = advance(row.stage, command.stage, stages)
        await must_leave(work, row, to, stages)
        row.stage = to
        expect_of_stage(row, stages)
        await enter_stage(work, row, stages)
        row.version += 1
        work.emit(OpportunityAdvanced(opportunity_id=row.id, number=row.number, stage=row.stage, version=row.version))
        return await opportunities.view(work, row)


async def set_back_opportunity(id: UUID, command: SetBackOpportunity, uow: UnitOfWork) -> OpportunityView:
    """To an earlier stage, with a reason. Setting back to the stage it has changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "set-back")
        stages = await stages_for(work, row)
        if work.repeated or stage_named(command.stage, stages).code == row.stage:
            return await opportunities.view(work, row)
        must_be_live(row.history)
        must_be_open(row.status)
        former, row.stage = row.stage, set_back(row.stage, command.stage, stages)
        expect_of_stage(row, stages)
        await enter_stage(work, row, stages)
        row.version += 1
        said = {"number": row.number, "stage": row.stage, "former_stage": former, "reason": command.reason}
        work.emit(OpportunitySetBack.model_validate({**said, "opportunity_id": row.id, "version": row.version}))
        return await opportunities.view(work, row)
