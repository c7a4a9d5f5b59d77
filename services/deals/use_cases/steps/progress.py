"""What follows when an opportunity goes on, rests, or ends? A step of what is done with it."""

from chassis.db.unit_of_work import Work
from messages.deals.stages import StageRow
from services.deals.domain.stages import find_stage, must_have_met, stages_left, stalls_after
from services.deals.store import progress, reminders, sales_rules
from services.deals.tables import Opportunity, ReminderKind
from services.deals.use_cases.steps.set_reminder import set_reminder


async def stages_for(work: Work, row: Opportunity) -> list[StageRow]:
    return await sales_rules.list_stages(work, row.legal_entity_id, row.business_type)


def begin(work: Work, row: Opportunity, stages: list[StageRow]) -> None:
    """Of one that is about to be put in; what follows from its stage comes after: `enter_stage`."""
    stage = find_stage(row.stage, stages)
    if row.probability is None and stage is not None:
        row.probability = stage.probability
    row.stage_since = row.progressed_at = work.now


async def enter_stage(work: Work, row: Opportunity, stages: list[StageRow]) -> None:
    """Its risks are open on the deal, and its clock runs."""
    stage = find_stage(row.stage, stages)
    row.stage_since = work.now
    await progress.open_risks(work, row, stage.risks if stage else ())
    await note_progress(work, row, stages)


def expect_of_stage(row: Opportunity, stages: list[StageRow]) -> None:
    """What a stage promises is what is expected from now on."""
    stage = find_stage(row.stage, stages)
    if stage is not None and stage.probability is not None:
        row.probability = stage.probability


async def note_progress(work: Work, row: Opportunity, stages: list[StageRow] | None = None) -> None:
    """Whoever was told that it rests is told again when it rests anew, not before."""
    stages = await stages_for(work, row) if stages is None else stages
    row.progressed_at, row.stalled_at = work.now, None
    limit = stalls_after(find_stage(row.stage, stages))
    if limit is None:
        await reminders.end_reminders(work, ReminderKind.STALL, [row.id])
    else:
        await set_reminder(work, ReminderKind.STALL, row.id, work.now + limit)


async def end_progress(work: Work, row: Opportunity) -> None:
    """Nobody waits for it any more."""
    row.stalled_at = None
    await reminders.end_reminders(work, ReminderKind.STALL, [row.id])


async def must_leave(work: Work, row: Opportunity, to: str | None, stages: list[StageRow]) -> None:
    """By DEA-61, to a later stage; None: it is won."""
    left = stages_left(row.stage, to, stages)
    if any(stage.requires or stage.steps for stage in left):
        done = {(one.stage, one.step) for one in await progress.list_steps(work, row.id)}
        must_have_met(left, done, await progress.known_of(work, row))
