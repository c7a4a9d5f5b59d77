"""How is deals asked about the way of an opportunity: steps, facts, risks, guidance, its thread?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.deals.comments import CommentOnOpportunity, OpportunityCommentView
from messages.deals.facts import FactsView, RecordFacts
from messages.deals.guidance import ActOnGuidance, GiveGuidance, GuidanceView
from messages.deals.opportunities import OpportunityChangeView, OpportunityView
from messages.deals.stages import AddRisk, CloseRisk, CompleteStep, RiskView, SetBackOpportunity, StepView
from messages.roles import Role
from services.deals.api.follow_ups import a_file
from services.deals.api.parameters import PARTNER_READERS, PARTNERS, READERS, SELLERS, TALKERS, Cursor, Limit
from services.deals.use_cases import guidance, opportunities, threads

router = APIRouter(tags=["opportunities"])


@router.post("/opportunities/{opportunity_id}/set-back", dependencies=[needs(*PARTNERS)])
async def set_back_opportunity(opportunity_id: UUID, command: SetBackOpportunity, uow: Uow) -> OpportunityView:
    return await opportunities.set_back_opportunity(opportunity_id, command, uow)


@router.get("/opportunities/{opportunity_id}/steps", dependencies=[needs(*PARTNER_READERS)])
async def list_steps(opportunity_id: UUID, uow: Uow) -> list[StepView]:
    return await opportunities.list_steps(opportunity_id, uow)


@router.post("/opportunities/{opportunity_id}/complete-step", dependencies=[needs(*PARTNERS)])
async def complete_step(opportunity_id: UUID, command: CompleteStep, uow: Uow) -> list[StepView]:
    return await opportunities.complete_step(opportunity_id, command, uow)


@router.get("/opportunities/{opportunity_id}/changes", dependencies=[needs(*PARTNER_READERS)])
async def list_opportunity_changes(
    opportunity_id: UUID, uow: Uow, cursor: Cursor = None, limit: Limit = 50
) -> Page[OpportunityChangeView]:
    return await opportunities.list_opportunity_changes(opportunity_id, uow, cursor=cursor, limit=limit)


@router.get("/opportunities/{opportunity_id}/facts", dependencies=[needs(*PARTNER_READERS)])
async def list_facts(opportunity_id: UUID, uow: Uow, cursor: Cursor = None, limit: Limit = 50) -> Page[FactsView]:
    return await opportunities.list_facts(opportunity_id, uow, cursor=cursor, limit=limit)


@router.post("/opportunities/{opportunity_id}/record-facts", dependencies=[needs(*PARTNERS)])
async def record_facts(opportunity_id: UUID, command: RecordFacts, uow: Uow) -> OpportunityView:
    return await opportunities.record_facts(opportunity_id, command, uow)


@router.get("/opportunities/{opportunity_id}/risks", dependencies=[needs(*PARTNER_READERS)])
async def list_risks(opportunity_id: UUID, uow: Uow) -> list[RiskView]:
    return await opportunities.list_risks(opportunity_id, uow)


@router.post("/opportunities/{opportunity_id}/add-risk", dependencies=[needs(*SELLERS)])
async def add_risk(opportunity_id: UUID, command: AddRisk, uow: Uow) -> list[RiskView]:
    return await opportunities.add_risk(opportunity_id, command, uow)


@router.post("/risks/{risk_id}/close", dependencies=[needs(*SELLERS)])
async def close_risk(risk_id: UUID, uow: Uow, command: CloseRisk = CloseRisk()) -> list[RiskView]:
    return await opportunities.close_risk(risk_id, command, uow)


@router.post(
    "/opportunities/{opportunity_id}/give-guidance",
    status_code=201,
    dependencies=[needs(Role.SALES_MANAGER, Role.DIRECTOR), keyed()],
)
async def give_guidance(opportunity_id: UUID, command: GiveGuidance, uow: Uow) -> GuidanceView:
    return await guidance.give_guidance(opportunity_id, command, uow)


@router.get("/guidance", dependencies=[needs(*PARTNER_READERS)])
async def list_guidance(
    uow: Uow,
    opportunity_id: UUID | None = None,
    owner_id: UUID | None = None,
    open: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[GuidanceView]:
    wanted = {"opportunity_id": opportunity_id, "owner_id": owner_id, "open": open}
    return await guidance.list_guidance(uow, **wanted, cursor=cursor, limit=limit)


@router.get("/guidance/{guidance_id}", dependencies=[needs(*READERS)])
async def show_guidance(guidance_id: UUID, uow: Uow) -> GuidanceView:
    return await guidance.show_guidance(guidance_id, uow)


@router.post("/guidance/{guidance_id}/act-on", dependencies=[needs(*SELLERS)])
async def act_on_guidance(guidance_id: UUID, command: ActOnGuidance, uow: Uow) -> GuidanceView:
    return await guidance.act_on_guidance(guidance_id, command, uow)


@router.get("/opportunities/{opportunity_id}/comments", dependencies=[needs(*PARTNER_READERS)])
async def list_opportunity_comments(
    opportunity_id: UUID, uow: Uow, cursor: Cursor = None, limit: Limit = 50
) -> Page[OpportunityCommentView]:
    return await threads.list_opportunity_comments(opportunity_id, uow, cursor=cursor, limit=limit)


@router.post("/opportunities/{opportunity_id}/comment", status_code=201, dependencies=[needs(*TALKERS), keyed()])
async def comment_on_opportunity(
    opportunity_id: UUID, command: CommentOnOpportunity, uow: Uow
) -> OpportunityCommentView:
    return await threads.comment_on_opportunity(opportunity_id, command, uow)


@router.get(
    "/opportunities/{opportunity_id}/comments/{comment_id}/files/{sha256}",
    dependencies=[needs(*READERS)],
    response_class=Response,
)
async def show_comment_file(opportunity_id: UUID, comment_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser: whoever gave it chose what is in it."""
    return a_file(*await threads.show_comment_file(opportunity_id, comment_id, sha256, uow))
