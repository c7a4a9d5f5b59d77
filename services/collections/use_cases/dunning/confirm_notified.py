"""When does a dunning say that somebody was notified?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.notices import NoticeConfirmed
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.store.dunning import confirmations

LEVELS = (ReceivableOverdue.subject, ReceivableReminded.subject)


async def confirm_notified(event: NoticeConfirmed, uow: UnitOfWork) -> None:
    """When it is in the inbox of whom the level names."""
    if event.of in LEVELS:
        async with uow.begin() as work:
            await confirmations.confirm_notified(work, [(event.record_id, event.level, event.who)])


async def confirm_all_notified(events: Sequence[NoticeConfirmed], uow: UnitOfWork) -> None:
    """The same of many: repeated, nothing is written anew, as a level is confirmed to each whom it names once."""
    async with uow.begin() as work:
        levels = [(event.record_id, event.level, event.who) for event in events if event.of in LEVELS]
        await confirmations.confirm_notified(work, levels)
