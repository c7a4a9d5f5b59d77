"""Which facts tell of these records or of this person's day, and who and what is mentioned in them?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.database import page_of
from chassis.ledger import people
from chassis.unit_of_work import Work
from messages.base import Page
from services.insights.tables import FACT, RECORD, FactRow


async def page_of_facts(work: Work, records: Sequence[UUID], *, cursor: str | None, limit: int) -> Page[Any]:
    """Oldest first."""
    query = select(FactRow).where(FACT.record_id.in_(records))
    key = [FACT.at, FACT.event_id]
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)


async def list_facts_of_person(work: Work, person_id: UUID, begin: datetime, end: datetime) -> list[FactRow]:
    query = select(FactRow).where(FACT.person_id == person_id, FACT.at >= begin, FACT.at < end)
    return list((await work.session.execute(query.order_by(FACT.at))).scalars())


async def names_of(work: Work, facts: Iterable[FactRow]) -> dict[UUID, str]:
    """People by name, records by number."""
    ids = {ref for fact in facts for ref in fact.refs}
    if not ids:
        return {}
    numbers = select(RECORD.id, RECORD.number).where(RECORD.id.in_(ids), RECORD.number.is_not(None))
    named = select(people.c.id, people.c.name).where(people.c.id.in_(ids))
    rows = [*(await work.session.execute(numbers)).all(), *(await work.session.execute(named)).all()]
    return {row[0]: row[1] for row in rows}
