"""How are the figures of approvals asked for?"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.figures import FiguresView
from messages.roles import Role
from messages.text import SafeStr
from services.approvals.use_cases.what_if.show_figures import show_figures

router = APIRouter(tags=["figures"])


@router.get(
    "/figures",
    dependencies=[needs(Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN, Role.PROCESS)],
)
async def figures(
    uow: Uow,
    policy: Annotated[SafeStr | None, Query(max_length=200)] = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> FiguresView:
    return await show_figures(uow, policy=policy, since=since, until=until)
