"""What was said about a receivable?"""

from uuid import UUID

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.comments import ReceivableCommentView
from services.collections.store import receivables
from services.collections.store.cases import cases
from services.collections.tables.columns import ReceivableComments


async def list_receivable_comments(
    id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int
) -> Page[ReceivableCommentView]:
    """The newest first. Raises NotFound."""
    async with uow.begin() as work:
        await receivables.find_receivable(work, id)
        query = cases.query_comments(work, receivable_id=id)
        key = (ReceivableComments.written_at, ReceivableComments.id)
        return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True)
