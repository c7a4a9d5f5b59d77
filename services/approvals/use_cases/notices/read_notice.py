"""What becomes of a notice that somebody has read?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.notices import NoticeCount, NoticeView
from services.approvals.store.notices import notices


async def read_notice(notice_id: UUID, uow: UnitOfWork) -> NoticeView:
    """Only the person himself; again changes nothing."""
    async with uow.begin() as work:
        return await notices.mark_read(work, notice_id)


async def read_notices(uow: UnitOfWork) -> NoticeCount:
    """All that are there."""
    async with uow.begin() as work:
        await notices.mark_all_read(work)
        return NoticeCount(unread=await notices.count_unread(work))
