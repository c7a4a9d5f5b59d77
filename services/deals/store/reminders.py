"""How does deals keep its clocks?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.db.database import in_one_statement
from chassis.db.unit_of_work import Work
from services.deals.tables import Reminder, ReminderKind


async def nearest(work: Work, *, after: datetime | None = None) -> datetime | None:
    query = select(func.min(col(Reminder.due_at)))
    if after is not None:
        query = query.where(col(Reminder.due_at) > after)
    found: datetime | None = (await work.session.execute(query)).scalar()
    return found


async def set_reminder(work: Work, kind: ReminderKind, record_id: UUID, due_at: datetime, *, level: int = 1) -> None:
    """Instead of the one that it had."""
    fresh = insert(Reminder).values(kind=kind, record_id=record_id, due_at=due_at, level=level)
    changed = {"due_at": fresh.excluded.due_at, "level": fresh.excluded.level}
    await work.session.execute(
        fresh.on_conflict_do_update(index_elements=[col(Reminder.kind), col(Reminder.record_id)], set_=changed)
    )


async def set_reminders(work: Work, rows: Sequence[tuple[ReminderKind, UUID, datetime]]) -> None:
    """Of many records, in one statement, instead of those that they had."""
    if not rows:
        return
    fresh = insert(Reminder)
    changed = {"due_at": fresh.excluded.due_at, "level": fresh.excluded.level}
    key = [col(Reminder.kind), col(Reminder.record_id)]
    values = [{"kind": kind, "record_id": id, "due_at": due_at, "level": 1} for kind, id, due_at in rows]
    await work.session.execute(in_one_statement(fresh.on_conflict_do_update(index_elements=key, set_=changed)), values)


async def end_reminders(work: Work, kind: ReminderKind, record_ids: Collection[UUID]) -> None:
    ended = delete(Reminder).where(col(Reminder.kind) == kind, col(Reminder.record_id).in_(record_ids))
    await work.session.execute(ended)


async def list_due(work: Work, limit: int) -> Sequence[tuple[ReminderKind, UUID]]:
    """What is due by now, the oldest first. Not locked: the records are locked before their clocks, as everywhere."""
    query = (
        select(col(Reminder.kind), col(Reminder.record_id))
        .where(col(Reminder.due_at) <= work.now)
        .order_by(col(Reminder.due_at))
        .limit(limit)
    )
    return [(ReminderKind(row[0]), row[1]) for row in await work.session.execute(query)]


async def take_due(work: Work, due: Collection[tuple[ReminderKind, UUID]]) -> dict[tuple[ReminderKind, UUID], int]:
    """Those of them that are due still, each to one taker, with their levels; they are gone with this transaction."""
    same = tuple_(col(Reminder.kind), col(Reminder.record_id)).in_(list(due))
    taken = (
        delete(Reminder)
        .where(same, col(Reminder.due_at) <= work.now)
        .returning(col(Reminder.kind), col(Reminder.record_id), col(Reminder.level))
        .execution_options(synchronize_session=False)
    )
    return {(ReminderKind(row[0]), row[1]): row[2] for row in await work.session.execute(taken)}
