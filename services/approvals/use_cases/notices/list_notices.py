"""What was I notified of, and how much of it have I not read?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.notices import NoticeCount, NoticeView
from messages.base import Page
from services.approvals.store.notices import notices


async def list_notices(uow: UnitOfWork, *, unread: bool, cursor: str | None, limit: int) -> Page[NoticeView]:
    """One's own, newest first."""
    async with uow.begin() as work:
        return await notices.list_notices(work, unread=unread, cursor=cursor, limit=limit)


async def count_notices(uow: UnitOfWork) -> NoticeCount:
    async with uow.begin() as work:
        return NoticeCount(unread=await notices.count_unread(work))
