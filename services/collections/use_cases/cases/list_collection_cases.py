"""Which customers owe, and how much of it is late?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.views import CollectionCaseLine
from messages.money import Money
from services.collections.store.cases import cases


async def list_collection_cases(
    uow: UnitOfWork, *, owner_id: UUID | None, q: str | None, late: bool | None, cursor: str | None, limit: int
) -> Page[CollectionCaseLine]:
    """Who owes most that is late first; of what is watched and in the actor's scope."""
    async with uow.begin() as work:
        query, key = cases.query_cases(work, customer_id=None, owner_id=owner_id, q=q, late=late)
        return await page_of(
            work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: line_of(row, work.now)
        )


def line_of(row: Any, now: datetime) -> CollectionCaseLine:
    money = {name: Money(amount=getattr(row, name), currency=row.currency) for name in ("open", "overdue", "promised")}
    own = ("customer_id", "customer_name", "receivables", "oldest_due_on", "paused")
    return CollectionCaseLine(
        **{name: getattr(row, name) for name in own}, **money, days_late=max(row.days_late, 0), level=row.level or None
    )
