"""A customer disputes or complains: how does dunning wait?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.pauses import DunningPauseStarted, DunningPauseView, PauseDunning
from messages.errors import RuleViolation
from services.collections.domain.cases.pauses import pause_ends_at
from services.collections.store import projections
from services.collections.store.cases import cases, links
from services.collections.tables import DunningPause, Receivable
from services.collections.tables.columns import DunningPauses
from services.collections.use_cases.cases.chosen import all_of_customer, chosen, watched
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.steps.publish_deadlines import publish_clocks
from services.collections.use_cases.steps.reach_levels import reach_levels


async def pause_dunning(command: PauseDunning, uow: UnitOfWork, *, most_days: int) -> DunningPauseView:
    """What was reached before is reached; from here on nothing is until its last day is over. The same id again shows
    what stands. Of all that a customer owes: also what becomes due meanwhile, where the actor sees all of it."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await links.find_record(work, DunningPauses, id) is not None:
            pause = await links.get_visible_record(work, DunningPauses, id, kind="dunning_pause")
            return pause.view((await links.rows_of(work, [id]))[id], work.now)  # type: ignore[no-any-return]
        await projections.get_visible_customer(work, command.customer_id)
        is_whole = not command.receivable_ids
        found = await (all_of_customer(work, command.customer_id) if is_whole else chosen(work, command.receivable_ids))
        rows = watched(found)
        if rows[0].customer_id != command.customer_id:
            raise RuleViolation("COL-187", number=rows[0].number)
        pause = paused(work, id, rows, command, most_days)
        pause.number = await links.next_number(work, rows[0], "H")
        pause.whole_customer = is_whole and await cases.is_all_of_customer(
            work, command.customer_id, pause.legal_entity_id, len(rows)
        )
        await start_pause(work, pause, rows)
        return pause.view(rows, work.now)


def paused(work: Work, id: UUID, rows: Sequence[Receivable], command: PauseDunning, most_days: int) -> DunningPause:
    first = rows[0]
    return DunningPause(
        id=id,
        number="",
        customer_id=first.customer_id,
        customer_name=first.customer_name,
        legal_entity_id=first.legal_entity_id,
        reason=command.reason,
        note=command.note,
        until=command.until,
        ends_at=pause_ends_at(command.until, now=work.now, tz=first.tz, most_days=most_days),
        shard=first.shard,
        paused_by=work.actor.id,
        paused_at=work.now,
    )


async def start_pause(work: Work, pause: DunningPause, rows: Sequence[Receivable]) -> None:
    """A step of others, too: of receivables that are locked, or new."""
    await reach_levels(work, [(row, work.now) for row in rows if row.next_at])
    work.session.add(pause)
    links.link(work, pause.id, rows)
    await hold_receivables(work, rows)
    for row in rows:
        row.version += 1
    work.emit(DunningPauseStarted(**pause.event_args(rows), paused_by=pause.paused_by, note=pause.note))
    await publish_clocks(work, {pause.shard: pause.ends_at})
