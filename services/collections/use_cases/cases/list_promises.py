"""What have customers promised to pay, and have they?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.promises import PromiseStatus, PromiseView
from services.collections.store.cases import links
from services.collections.tables.columns import Promises


async def list_promises(
    uow: UnitOfWork,
    *,
    customer_id: UUID | None,
    receivable_id: UUID | None,
    status: PromiseStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[PromiseView]:
    """The newest first."""
    async with uow.begin() as work:
        query = links.query_records(work, Promises, customer_id=customer_id, receivable_id=receivable_id)
        if status is not None:
            query = query.where(Promises.status == status)
        return await links.page_of_records(
            work, query, key=(Promises.made_at, Promises.id), cursor=cursor, limit=limit,
            view=lambda promise, rows: promise.view(rows),
        )  # fmt: skip
