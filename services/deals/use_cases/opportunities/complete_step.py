"""Which steps of its stage are done, and how is one?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import OpportunityStepCompleted
from messages.deals.stages import CompleteStep, StepView
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.stages import find_stage, must_be_step
from services.deals.store import opportunities, progress
from services.deals.tables import Opportunity, StepDone
from services.deals.use_cases.steps.progress import note_progress, stages_for


async def complete_step(id: UUID, command: CompleteStep, uow: UnitOfWork) -> list[StepView]:
    """Of the stage in which it is. What is done already stays as it was done."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "complete-step")
        stages = await stages_for(work, row)
        step = must_be_step(command.step, find_stage(row.stage, stages))
        done = {one.step for one in await progress.list_steps(work, id) if one.stage == row.stage}
        if not work.repeated and step not in done:
            must_be_live(row.history)
            must_be_open(row.status)
            work.session.add(_done(work, row, step))
            row.version += 1
            await note_progress(work, row, stages)
            said = {"number": row.number, "stage": row.stage, "step": step, "version": row.version}
            work.emit(OpportunityStepCompleted.model_validate({**said, "opportunity_id": row.id}))
            await work.write()
        return await _steps(work, row)


async def list_steps(id: UUID, uow: UnitOfWork) -> list[StepView]:
    """Of the stage in which it is, in their order."""
    async with uow.begin() as work:
        return await _steps(work, await opportunities.get_opportunity(work, id))


async def _steps(work: Work, row: Opportunity) -> list[StepView]:
    stage = find_stage(row.stage, await stages_for(work, row))
    done = {one.step: one for one in await progress.list_steps(work, row.id) if one.stage == row.stage}
    return [
        StepView(
            name=step.name,
            required=step.required,
            done_by_name=done[step.name].done_by_name if step.name in done else None,
            done_at=done[step.name].done_at if step.name in done else None,
        )
        for step in (stage.steps if stage else ())
    ]


def _done(work: Work, row: Opportunity, step: str) -> StepDone:
    return StepDone(
        opportunity_id=row.id,
        stage=row.stage,
        step=step,
        done_by=work.actor.id,
        done_by_name=work.actor.name,
        done_at=work.now,
    )
