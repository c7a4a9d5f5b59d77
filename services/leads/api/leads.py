"""How is one asked about leads?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.custom_fields import DefineFields, FieldTemplate
from messages.imports import ImportBatch, ImportReport
from messages.leads import leads as said
from messages.leads.pools import ClaimNext
from messages.text import ShortStr
from services.leads.use_cases import list_leads as lists
from services.leads.use_cases.assign_leads import assign_lead, assign_leads
from services.leads.use_cases.check_duplicates import check_duplicates
from services.leads.use_cases.claim_lead import claim_lead
from services.leads.use_cases.claim_next import claim_next
from services.leads.use_cases.convert_lead import convert_lead
from services.leads.use_cases.drop_lead import drop_lead
from services.leads.use_cases.import_leads import import_leads
from services.leads.use_cases.post_lead import post_lead
from services.leads.use_cases.record_follow_up import record_follow_up
from services.leads.use_cases.release_lead import release_lead
from services.leads.use_cases.set_fields import set_fields, show_fields

router = APIRouter(prefix="/leads", tags=["leads"])
READERS = needs("sales", "sales_manager", "director", "ops", "admin", "process")
SELLERS = needs("sales", "sales_manager")
ASSIGNERS = needs("sales_manager", "director", "ops", "admin")
TAKERS_IN = needs("sales", "sales_manager", "ops", "admin")
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("", status_code=201, dependencies=[TAKERS_IN])
async def post(command: said.PostLead, uow: Uow) -> said.LeadView:
    return await post_lead(command, uow)


@router.post("/import", dependencies=[needs("ops", "admin")])
async def bring_in(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_leads(batch, uow)


@router.get("", dependencies=[READERS])
async def leads(
    uow: Uow,
    status: said.LeadStatus | None = None,
    pool_id: UUID | None = None,
    owner_id: UUID | None = None,
    source: ShortStr | None = None,
    q: ShortStr | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[said.LeadView]:
    return await lists.list_leads(
        uow, status=status, pool_id=pool_id, owner_id=owner_id, source=source, q=q, cursor=cursor, limit=limit
    )


@router.get("/counts", dependencies=[READERS])
async def counts(uow: Uow, source: ShortStr | None = None) -> said.LeadCounts:
    return await lists.count_leads(uow, source)


@router.get("/fields", dependencies=[READERS])
async def fields(uow: Uow) -> FieldTemplate:
    return await show_fields(uow)


@router.put("/fields", dependencies=[needs("ops", "admin")])
async def define_fields(command: DefineFields, uow: Uow) -> FieldTemplate:
    return await set_fields(command, uow)


@router.post("/duplicates", dependencies=[READERS])
async def duplicates(command: said.CheckDuplicates, uow: Uow) -> list[said.DuplicateCandidate]:
    return await check_duplicates(command, uow)


@router.post("/claim-next", dependencies=[SELLERS])
async def claim_one(command: ClaimNext, uow: Uow) -> said.Claimed:
    return await claim_next(command, uow)


@router.post("/assign", dependencies=[ASSIGNERS])
async def assign_many(command: said.AssignLeads, uow: Uow) -> list[said.BatchItem]:
    return await assign_leads(command.lead_ids, command.owner_id, uow)


@router.get("/{lead_id}", dependencies=[READERS])
async def lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await lists.show_lead(lead_id, uow)


@router.post("/{lead_id}/claim", dependencies=[SELLERS])
async def claim(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await claim_lead(lead_id, uow)


@router.post("/{lead_id}/assign", dependencies=[ASSIGNERS])
async def assign(lead_id: UUID, command: said.AssignLead, uow: Uow) -> said.LeadView:
    return await assign_lead(lead_id, command.owner_id, uow)


@router.post("/{lead_id}/release", dependencies=[TAKERS_IN])
async def release(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await release_lead(lead_id, uow)


@router.get("/{lead_id}/follow-ups", dependencies=[READERS])
async def follow_ups(lead_id: UUID, uow: Uow, cursor: str | None = None, limit: Limit = 50) -> Page[said.FollowUpView]:
    return await lists.list_follow_ups(lead_id, uow, cursor=cursor, limit=limit)


@router.post("/{lead_id}/follow-ups", status_code=201, dependencies=[SELLERS])
async def follow_up(lead_id: UUID, command: said.RecordFollowUp, uow: Uow) -> said.FollowUpView:
    return await record_follow_up(lead_id, command, uow)


@router.post("/{lead_id}/convert", dependencies=[SELLERS])
async def convert(lead_id: UUID, command: said.ConvertLead, uow: Uow) -> said.LeadView:
    return await convert_lead(lead_id, command, uow)


@router.post("/{lead_id}/drop", dependencies=[TAKERS_IN])
async def drop(lead_id: UUID, command: said.DropLead, uow: Uow) -> said.LeadView:
    return await drop_lead(lead_id, command.reason, uow)
