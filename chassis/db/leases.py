"""Who sends what is due, one at a time? Rows with `id`, `status`, `due_at` and `attempts`."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from chassis.db.unit_of_work import Work


async def claim_due(work: Work, table: Any, waiting: str, limit: int, lease: timedelta) -> list[Any]:
    """What is due and nobody else sends. If the sender dies, it is due again after the lease."""
    due = (
        select(table.id)
        .where(table.status == waiting, table.due_at <= work.now)
        .order_by(table.due_at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = update(table).where(table.id.in_(due)).returning(table)
    values = {"due_at": work.now + lease, "attempts": table.attempts + 1}
    return list((await work.session.execute(taken.values(values))).scalars())


async def nearest_due(work: Work, table: Any, waiting: str) -> datetime | None:
    """When the next one is due."""
    query = select(func.min(table.due_at)).where(table.status == waiting)
    found: datetime | None = (await work.session.execute(query)).scalar_one()
    return found
