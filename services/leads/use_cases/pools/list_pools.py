"""Which pools are there?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.leads.pools import PoolView
from services.leads.store import pools


async def list_pools(uow: UnitOfWork) -> list[PoolView]:
    async with uow.begin() as work:
        return await pools.list_pool_views(work)


async def show_pool(pool_id: UUID, uow: UnitOfWork) -> PoolView:
    async with uow.begin() as work:
        for view in await pools.list_pool_views(work, pool_id):
            return view
        raise NotFound("pool", pool_id)
