"""How is deals asked about the stages of opportunities?"""

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.deals.opportunities import SetStages, StagesView
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import READERS
from services.deals.use_cases import opportunities

router = APIRouter(prefix="/stages", tags=["stages"])


@router.get("", dependencies=[needs(*READERS)])
async def list_stages(uow: Uow, legal_entity_id: Code | None = None) -> StagesView:
    return await opportunities.list_stages(legal_entity_id, uow)


@router.put("", dependencies=[needs(Role.ADMIN, Role.DIRECTOR)])
async def set_stages(command: SetStages, uow: Uow) -> StagesView:
    return await opportunities.set_stages(command, uow)
