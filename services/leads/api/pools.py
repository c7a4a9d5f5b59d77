"""How is one asked about public pools?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.leads.assignment import (
    AssignmentRulesView,
    AssignmentView,
    DistributedLead,
    DistributeWaiting,
    SetAssignmentRules,
)
from messages.leads.leads import ExplainAssignment, LeadView
from messages.leads.pools import (
    DefinePool,
    PoolChange,
    PoolPersonView,
    PoolView,
    ProcessDueLeads,
    ProcessedPool,
    ResponseTimes,
)
from messages.roles import Role
from services.leads.use_cases import pools

router = APIRouter(prefix="/pools", tags=["pools"])
KEEPERS = needs(Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
READERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)


@router.post("", status_code=201, dependencies=[KEEPERS])
async def define_pool(command: DefinePool, uow: Uow) -> PoolView:
    return await pools.define_pool(command, uow)


@router.post("/preview", dependencies=[KEEPERS])
async def preview_pool(command: DefinePool, uow: Uow) -> PoolChange:
    return await pools.preview_pool(command, uow)


@router.get("", dependencies=[READERS])
async def list_pools(uow: Uow) -> list[PoolView]:
    return await pools.list_pools(uow)


@router.get("/{pool_id}", dependencies=[READERS])
async def show_pool(pool_id: UUID, uow: Uow) -> PoolView:
    return await pools.show_pool(pool_id, uow)


@router.get("/{pool_id}/waiting", dependencies=[READERS])
async def list_waiting(pool_id: UUID, uow: Uow, limit: Annotated[int, Query(ge=1, le=100)] = 50) -> list[LeadView]:
    return await pools.list_waiting(pool_id, limit, uow)


@router.get("/{pool_id}/people", dependencies=[KEEPERS])
async def list_people(pool_id: UUID, uow: Uow) -> list[PoolPersonView]:
    return await pools.list_people(pool_id, uow)


@router.get("/{pool_id}/responses", dependencies=[KEEPERS])
async def show_responses(pool_id: UUID, uow: Uow, days: Annotated[int, Query(ge=1, le=366)] = 90) -> ResponseTimes:
    return await pools.show_responses(pool_id, days, uow)


@router.get("/{pool_id}/assignment-rules", dependencies=[KEEPERS])
async def show_assignment_rules(pool_id: UUID, uow: Uow) -> AssignmentRulesView:
    return await pools.show_assignment_rules(pool_id, uow)


@router.put("/{pool_id}/assignment-rules", dependencies=[KEEPERS])
async def set_assignment_rules(pool_id: UUID, command: SetAssignmentRules, uow: Uow) -> AssignmentRulesView:
    return await pools.set_assignment_rules(pool_id, command, uow)


@router.post("/{pool_id}/explain-assignment", dependencies=[KEEPERS])
async def explain_assignment(pool_id: UUID, command: ExplainAssignment, uow: Uow) -> AssignmentView:
    return await pools.explain_assignment(pool_id, command, uow)


@router.post("/{pool_id}/distribute-waiting", dependencies=[KEEPERS])
async def distribute_waiting(pool_id: UUID, command: DistributeWaiting, uow: Uow) -> list[DistributedLead]:
    return await pools.distribute_waiting(pool_id, command, uow)


@router.post("/{pool_id}/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_leads(pool_id: UUID, command: ProcessDueLeads, uow: Uow) -> ProcessedPool:
    return await pools.process_due_leads(pool_id, command, uow)
