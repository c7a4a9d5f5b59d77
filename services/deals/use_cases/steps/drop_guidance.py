"""What becomes of guidance on an opportunity that has ended? A step of winning and losing."""

from chassis.db.unit_of_work import Work
from messages.deals.guidance import GuidanceDropped, GuidanceStatus
from services.deals.store import guidance, reminders
from services.deals.store.labels import labels_of
from services.deals.tables import Opportunity, ReminderKind


async def drop_guidance(work: Work, row: Opportunity) -> None:
    """Nobody has to act on it any more."""
    found = await guidance.lock_open(work, of_opportunity=row.id)
    if not found:
        return
    names = await labels_of(work, customers=[row.customer_id], owners=[])
    for one in found:
        one.status, one.done_at = GuidanceStatus.DROPPED, work.now
        one.version += 1
        work.emit(GuidanceDropped.model_validate(one.event_args(names.get(row.customer_id, ""))))
    await reminders.end_reminders(work, ReminderKind.GUIDANCE, [one.id for one in found])
