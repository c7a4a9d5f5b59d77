"""How is deals asked about what a legal entity has set for its sales: stages, business types, reasons of losses?"""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.deals.losses import LossRank, LossReasonsView, SetLossReasons
from messages.deals.stages import BusinessTypesView, SetBusinessTypes, SetStages, StagesView
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import PARTNER_READERS, READERS
from services.deals.use_cases import opportunities

router = APIRouter(tags=["stages"])


@router.get("/stages", dependencies=[needs(*PARTNER_READERS)])
async def list_stages(uow: Uow, legal_entity_id: Code | None = None, business_type: Code | None = None) -> StagesView:
    return await opportunities.list_stages(legal_entity_id, business_type, uow)


@router.put("/stages", dependencies=[needs(Role.ADMIN, Role.DIRECTOR)])
async def set_stages(command: SetStages, uow: Uow) -> StagesView:
    return await opportunities.set_stages(command, uow)


@router.get("/business-types", dependencies=[needs(*PARTNER_READERS)])
async def list_business_types(uow: Uow, legal_entity_id: Code | None = None) -> BusinessTypesView:
    return await opportunities.list_business_types(legal_entity_id, uow)


@router.put("/business-types", dependencies=[needs(Role.ADMIN, Role.DIRECTOR)])
async def set_business_types(command: SetBusinessTypes, uow: Uow) -> BusinessTypesView:
    return await opportunities.set_business_types(command, uow)


@router.get("/loss-reasons", dependencies=[needs(*PARTNER_READERS)])
async def list_loss_reasons(uow: Uow, legal_entity_id: Code | None = None) -> LossReasonsView:
    return await opportunities.list_loss_reasons(legal_entity_id, uow)


@router.put("/loss-reasons", dependencies=[needs(Role.ADMIN, Role.DIRECTOR)])
async def set_loss_reasons(command: SetLossReasons, uow: Uow) -> LossReasonsView:
    return await opportunities.set_loss_reasons(command, uow)


@router.get("/loss-reasons/ranking", dependencies=[needs(*READERS)])
async def rank_loss_reasons(
    uow: Uow, since: date | None = None, until: date | None = None, owner_id: UUID | None = None
) -> list[LossRank]:
    return await opportunities.rank_loss_reasons(uow, since=since, until=until, owner_id=owner_id)
