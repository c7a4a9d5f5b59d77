"""Which events are of these records, and who and what is mentioned in them?"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.db.common_tables import people
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from services.insights.tables import EVENT, RECORD, EventRow


async def page_of_events(work: Work, records: Sequence[UUID], *, cursor: str | None, limit: int) -> Page[Any]:
    """Oldest first."""
    query = select(EventRow).where(EVENT.record_id.in_(records))
    key = [EVENT.at, EVENT.event_id]
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)


async def names_of(work: Work, events: Iterable[EventRow]) -> dict[UUID, str]:
    """People by name, records by number."""
    ids = {ref for event in events for ref in event.refs}
    if not ids:
        return {}
    numbers = select(RECORD.id, RECORD.number).where(RECORD.id.in_(ids), RECORD.number.is_not(None))
    named = select(people.c.id, people.c.name).where(people.c.id.in_(ids))
    rows = [*(await work.session.execute(numbers)).all(), *(await work.session.execute(named)).all()]
    return {row[0]: row[1] for row in rows}
