"""How is one asked about deadlines of leads that nobody kept in time?"""

from typing import Annotated

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.leads.deadlines import LateDeadlines
from messages.roles import Role
from services.leads.use_cases import pools

router = APIRouter(prefix="/deadlines", tags=["deadlines"])
OPERATORS = needs(Role.OPS, Role.ADMIN, Role.PROCESS)


@router.get("/late", dependencies=[OPERATORS])
async def list_late_deadlines(
    uow: Uow,
    minutes: Annotated[int, Query(ge=0, le=100_000)] = 20,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> LateDeadlines:
    return await pools.list_late_deadlines(minutes, limit, uow)
