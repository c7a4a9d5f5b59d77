"""How is one asked about public pools?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.leads.pools import DefinePool, PoolView, ProcessDueLeads, ProcessedPool
from messages.roles import Role
from services.leads.use_cases import pools

router = APIRouter(prefix="/pools", tags=["pools"])
READERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)


@router.post("", status_code=201, dependencies=[needs(Role.OPS, Role.ADMIN)])
async def define_pool(command: DefinePool, uow: Uow) -> PoolView:
    return await pools.define_pool(command, uow)


@router.get("", dependencies=[READERS])
async def list_pools(uow: Uow) -> list[PoolView]:
    return await pools.list_pools(uow)


@router.get("/{pool_id}", dependencies=[READERS])
async def show_pool(pool_id: UUID, uow: Uow) -> PoolView:
    return await pools.show_pool(pool_id, uow)


@router.post("/{pool_id}/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_leads(pool_id: UUID, command: ProcessDueLeads, uow: Uow) -> ProcessedPool:
    return await pools.process_due_leads(pool_id, command, uow)
