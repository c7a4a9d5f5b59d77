"""Who has which quota in a month?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.commission import CommissionQuotaView
from services.collections.store.commission import plans


async def list_commission_quotas(month: str, uow: UnitOfWork) -> list[CommissionQuotaView]:
    """Of the reader's legal entities."""
    async with uow.begin() as work:
        return [row.view() for row in await plans.list_quotas(work, work.actor, month)]
