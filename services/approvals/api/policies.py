"""How are policies published and shown?"""

from typing import Annotated

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.policies import PolicyView, PublishPolicy, SimulatePolicy, Simulation
from messages.roles import Role
from services.approvals.use_cases.policies import list_policies
from services.approvals.use_cases.policies.publish_policy import publish_policy
from services.approvals.use_cases.what_if.simulate_policy import simulate_policy

router = APIRouter(prefix="/policies", tags=["policies"])


@router.post("", dependencies=[needs(Role.ADMIN, Role.PROCESS)])
async def publish(command: PublishPolicy, uow: Uow) -> PolicyView:
    return await publish_policy(command, uow)


@router.get("", dependencies=[needs()])
async def listed(uow: Uow) -> list[PolicyView]:
    return await list_policies.list_policies(uow)


@router.post("/simulate", dependencies=[needs(Role.OPS, Role.ADMIN, Role.PROCESS)])
async def simulate(command: SimulatePolicy, uow: Uow) -> Simulation:
    return await simulate_policy(command, uow)


@router.get("/{key}", dependencies=[needs()])
async def show(key: str, uow: Uow, version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None) -> PolicyView:
    return await list_policies.show_policy(key, version, uow)
