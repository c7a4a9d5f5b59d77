"""When does a dunning say that somebody was notified?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.notices import NoticeConfirmed
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.store import shards


async def confirm_notified(event: NoticeConfirmed, uow: UnitOfWork) -> None:
    """When it is in the inbox of whom the level names."""
    if event.of in (ReceivableOverdue.subject, ReceivableReminded.subject):
        async with uow.begin() as work:
            await shards.confirm_notified(work, event.record_id, event.level, event.who)
