"""What was disputed is settled: how does dunning go on before the last day of a pause?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.cases.pauses import DunningPauseView, EndPause
from services.collections.store.cases import links
from services.collections.store.cases.holds import paused_of
from services.collections.store.receivables import lock_receivables
from services.collections.tables.columns import DunningPauses
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.ring_cases import end_pause, open_ones
from services.collections.use_cases.steps.publish_deadlines import publish_deadlines


async def end_dunning_pause(id: UUID, command: EndPause, uow: UnitOfWork) -> DunningPauseView:
    """From here on; ending it again changes nothing."""
    async with uow.begin() as work:
        seen = await links.get_visible_record(work, DunningPauses, id, kind="dunning_pause")
        later = await paused_of(work, seen) if seen.whole_customer else []
        rows = (await links.lock_rows_of(work, [id], also=later))[id]
        pause = (await links.lock_records(work, DunningPauses, [id]))[0]
        if pause.ended_at is None:
            pause.end_reason = command.reason
            end_pause(work, pause, rows, by=work.actor.id)
            await work.write()
            became_due = (await lock_receivables(work, later)).values() if later else ()
            going_on = await hold_receivables(work, open_ones([*rows, *became_due]))
            await publish_deadlines(work, going_on)
        return pause.view(rows, work.now)  # type: ignore[no-any-return]
