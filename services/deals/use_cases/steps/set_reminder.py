"""How is a clock set, and its keeper woken when it is the nearest? A step of other use cases."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from chassis.db.unit_of_work import Work
from messages.deals.reminders import ReminderDeadlineMoved
from services.deals.store import reminders
from services.deals.tables import ReminderKind

KEEPER = uuid5(UUID("7c1f3f0c-3f0f-5a56-9d5c-6d1c9a0f2b44"), "deal-reminders/house")


async def set_reminder(work: Work, kind: ReminderKind, record_id: UUID, due_at: datetime, *, level: int = 1) -> None:
    """Instead of the one that it had. What is due already is no nearest one: its keeper has it in hand."""
    nearest = await reminders.nearest(work, after=work.now)
    await reminders.set_reminder(work, kind, record_id, due_at, level=level)
    if nearest is None or due_at < nearest:
        work.emit(ReminderDeadlineMoved(reminder_id=KEEPER, next_due_at=due_at))


async def set_reminders(work: Work, rows: Sequence[tuple[ReminderKind, UUID, datetime]]) -> None:
    """Of many records at once."""
    if not rows:
        return
    nearest = await reminders.nearest(work, after=work.now)
    await reminders.set_reminders(work, rows)
    first = min(due_at for _, _, due_at in rows)
    if nearest is None or first < nearest:
        work.emit(ReminderDeadlineMoved(reminder_id=KEEPER, next_due_at=first))
