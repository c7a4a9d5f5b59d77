"""How is one asked what a legal entity has set for its leads?"""

from fastapi import APIRouter
from pydantic import AwareDatetime

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.leads.drop_reasons import DropRank, DropReasonsView, SetDropReasons
from messages.leads.scoring import LeadScoringView, SetLeadScoring
from messages.roles import Role
from messages.text import Code
from services.leads.use_cases import lead_rules

router = APIRouter(prefix="/lead-rules", tags=["lead rules"])
READERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
SETTERS = needs(Role.DIRECTOR, Role.OPS, Role.ADMIN)


@router.get("/drop-reasons", dependencies=[READERS])
async def list_drop_reasons(uow: Uow, legal_entity_id: Code | None = None) -> DropReasonsView:
    return await lead_rules.list_drop_reasons(legal_entity_id, uow)


@router.put("/drop-reasons", dependencies=[SETTERS])
async def set_drop_reasons(command: SetDropReasons, uow: Uow) -> DropReasonsView:
    return await lead_rules.set_drop_reasons(command, uow)


@router.get("/drop-reasons/ranking", dependencies=[READERS])
async def rank_drop_reasons(
    uow: Uow, since: AwareDatetime | None = None, until: AwareDatetime | None = None
) -> list[DropRank]:
    return await lead_rules.rank_drop_reasons(uow, since=since, until=until)


@router.get("/scoring", dependencies=[READERS])
async def show_lead_scoring(uow: Uow, legal_entity_id: Code | None = None) -> LeadScoringView:
    return await lead_rules.show_lead_scoring(legal_entity_id, uow)


@router.put("/scoring", dependencies=[SETTERS])
async def set_lead_scoring(command: SetLeadScoring, uow: Uow) -> LeadScoringView:
    return await lead_rules.set_lead_scoring(command, uow)
