"""How is one asked about public pools?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.leads.pools import DefinePool, PoolView, Sweep, Swept
from services.leads.use_cases.define_pool import define_pool
from services.leads.use_cases.list_pools import list_pools, show_pool
from services.leads.use_cases.sweep_pool import sweep_pool

router = APIRouter(prefix="/pools", tags=["pools"])
READERS = needs("sales", "sales_manager", "director", "ops", "admin", "process")


@router.post("", status_code=201, dependencies=[needs("ops", "admin")])
async def define(command: DefinePool, uow: Uow) -> PoolView:
    return await define_pool(command, uow)


@router.get("", dependencies=[READERS])
async def pools(uow: Uow) -> list[PoolView]:
    return await list_pools(uow)


@router.get("/{pool_id}", dependencies=[READERS])
async def pool(pool_id: UUID, uow: Uow) -> PoolView:
    return await show_pool(pool_id, uow)


@router.post("/{pool_id}/sweep", dependencies=[needs("process")])
async def sweep(pool_id: UUID, command: Sweep, uow: Uow) -> Swept:
    return await sweep_pool(pool_id, command, uow)
