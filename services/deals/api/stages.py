"""How is deals asked about the stages of opportunities?"""

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.deals.opportunities import SetStages, StagesView
from messages.text import Code
from services.deals.api.parameters import READERS
from services.deals.use_cases.list_stages import list_stages
from services.deals.use_cases.set_stages import set_stages

router = APIRouter(prefix="/stages", tags=["stages"])


@router.get("", dependencies=[needs(*READERS)])
async def list_(uow: Uow, legal_entity_id: Code | None = None) -> StagesView:
    return await list_stages(legal_entity_id, uow)


@router.put("", dependencies=[needs("admin", "director")])
async def set_(command: SetStages, uow: Uow) -> StagesView:
    return await set_stages(command, uow)
