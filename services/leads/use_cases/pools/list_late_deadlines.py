"""Which deadlines of leads did nobody keep in time?"""

from datetime import timedelta

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.deadlines import LateDeadlines
from services.leads.store.late_deadlines import late_deadlines


async def list_late_deadlines(minutes: int, limit: int, uow: UnitOfWork) -> LateDeadlines:
    """Nothing is changed: what waits is done when the keepers look again."""
    async with uow.begin() as work:
        return await late_deadlines(work, timedelta(minutes=minutes), limit)
