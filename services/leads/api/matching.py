"""How is one asked which leads may be one, and by what they are compared?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.leads import leads as said
from messages.leads.match_rules import MatchRulesView, SetMatchRules
from messages.roles import Role
from services.leads.use_cases import matching

router = APIRouter(tags=["matching"])
READERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)
JUDGES = needs(Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)


@router.post("/leads/duplicates", dependencies=[READERS])
async def find_duplicates(command: said.FindDuplicates, uow: Uow) -> list[said.DuplicateCandidate]:
    return await matching.find_duplicates(command, uow)


@router.get("/leads/match-rules", dependencies=[READERS])
async def list_match_rules(uow: Uow) -> list[MatchRulesView]:
    return await matching.list_match_rules(uow)


@router.put("/leads/match-rules", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def set_match_rules(command: SetMatchRules, uow: Uow) -> MatchRulesView:
    return await matching.set_match_rules(command, uow)


@router.get("/leads/{lead_id}/duplicates", dependencies=[READERS])
async def find_duplicates_of(lead_id: UUID, uow: Uow) -> list[said.DuplicateCandidate]:
    return await matching.find_duplicates_of(lead_id, uow)


@router.get("/leads/{lead_id}/touches", dependencies=[READERS])
async def list_touches(lead_id: UUID, uow: Uow) -> list[said.TouchView]:
    return await matching.list_touches(lead_id, uow)


@router.post("/leads/{lead_id}/tell-apart", dependencies=[JUDGES])
async def tell_apart(lead_id: UUID, command: said.TellApart, uow: Uow) -> said.LeadView:
    return await matching.tell_apart(lead_id, command.other_id, uow)


@router.post("/leads/{lead_id}/mark-duplicate", dependencies=[JUDGES])
async def mark_duplicate(lead_id: UUID, command: said.MarkDuplicate, uow: Uow) -> said.LeadView:
    return await matching.mark_duplicate(lead_id, command.other_id, uow)


@router.post("/leads/{lead_id}/merge", dependencies=[JUDGES])
async def merge_lead(lead_id: UUID, command: said.MergeLead, uow: Uow) -> said.LeadView:
    return await matching.merge_lead(lead_id, command.into_id, uow)


@router.post("/leads/{lead_id}/unmerge", dependencies=[JUDGES])
async def unmerge_lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await matching.unmerge_lead(lead_id, uow)
