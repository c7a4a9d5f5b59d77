"""By which plans does commission accrue, and by which did it?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.commission import CommissionPlanView
from services.collections.store.commission import plans


async def list_commission_plans(uow: UnitOfWork) -> list[CommissionPlanView]:
    """Every version, of the reader's legal entities."""
    async with uow.begin() as work:
        return [row.view() for row in await plans.list_plans(work, work.actor)]
