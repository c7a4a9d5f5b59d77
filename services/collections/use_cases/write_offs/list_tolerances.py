"""Up to how much is written off by itself?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import ToleranceView
from services.collections.store import write_offs


async def list_tolerances(uow: UnitOfWork) -> list[ToleranceView]:
    async with uow.begin() as work:
        return [found.view() for found in await write_offs.list_tolerances(work)]
