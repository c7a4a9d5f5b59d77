"""How does a receivable of which nothing is open close? (a step of settling and of writing off)"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivablePaid, ReceivableStatus
from services.collections.domain.due_dates import local_day, midnight
from services.collections.domain.lifecycle import move_receivable
from services.collections.store import payments
from services.collections.tables import Receivable
from services.collections.use_cases.steps.lapse_write_offs import lapse_write_offs
from services.collections.use_cases.steps.reach_levels import reach_levels


async def close_receivables(work: Work, rows: Sequence[Receivable]) -> None:
    """On the day of its last money, which a rest within the tolerance follows. Dunning levels up to that day were
    reached at their 00:00, also when the keeper came too late."""
    if not rows:
        return
    await close_paid(work, rows, await payments.last_received(work, [row.id for row in rows]))


async def close_paid(work: Work, rows: Sequence[Receivable], days: Mapping[UUID, date]) -> None:
    """The same where it is known when the last money of each came."""
    if not rows:
        return
    today = {row.id: local_day(work.now, row.tz) for row in rows}
    await _close(work, rows, {row.id: days.get(row.id, today[row.id]) for row in rows})


async def close_today(work: Work, row: Receivable) -> None:
    """What was left of it is given up from today on."""
    await _close(work, [row], {row.id: local_day(work.now, row.tz)})


async def _close(work: Work, rows: Sequence[Receivable], days: dict[UUID, date]) -> None:
    await lapse_write_offs(work, rows)
    ends = {row.id: midnight(days[row.id], row.tz) for row in rows}
    await reach_levels(work, [(row, ends[row.id]) for row in rows if row.next_at and row.next_at <= ends[row.id]])
    for row in rows:
        row.status = move_receivable(row.status, ReceivableStatus.PAID)
        row.settled_on, row.next_at = days[row.id], None
        row.version += 1
        work.emit(ReceivablePaid(**row.event_args(), settled_on=days[row.id], history=row.history))
