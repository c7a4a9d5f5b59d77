"""How is one asked about leads?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from messages.base import Page
from messages.custom_fields import DefineFields, FieldTemplate
from messages.deals.follow_ups import FollowUpKindRow
from messages.imports import ImportBatch, ImportReport
from messages.leads import leads as said
from messages.leads.handling import EditLead, LeadChangeView, MoveLead, MoveLeads, NurtureLead, ReuseLead
from messages.leads.pools import ClaimNext
from messages.leads.scoring import PriorityView
from messages.roles import Role
from messages.text import Code, ShortStr
from services.leads.use_cases import lead_rules, leads, pools

router = APIRouter(prefix="/leads", tags=["leads"])
READERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)
SELLERS = needs(Role.SALES, Role.SALES_MANAGER)
ASSIGNERS = needs(Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
CAPTURERS = needs(Role.SALES, Role.SALES_MANAGER, Role.OPS, Role.ADMIN)
KEEPERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("", status_code=201, dependencies=[CAPTURERS])
async def post_lead(command: said.PostLead, uow: Uow) -> said.LeadView:
    return await leads.post_lead(command, uow)


@router.post("/import", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def import_leads(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await leads.import_leads(batch, uow)


@router.get("", dependencies=[READERS])
async def list_leads(
    uow: Uow,
    status: said.LeadStatus | None = None,
    pool_id: UUID | None = None,
    owner_id: UUID | None = None,
    source: ShortStr | None = None,
    channel: Code | None = None,
    activity_id: UUID | None = None,
    customer_id: UUID | None = None,
    q: ShortStr | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[said.LeadView]:
    return await leads.list_leads(
        uow,
        status=status,
        pool_id=pool_id,
        owner_id=owner_id,
        source=source,
        channel=channel,
        activity_id=activity_id,
        customer_id=customer_id,
        q=q,
        cursor=cursor,
        limit=limit,
    )


@router.get("/counts", dependencies=[READERS])
async def count_leads(uow: Uow, source: ShortStr | None = None) -> said.LeadCounts:
    return await leads.count_leads(uow, source)


@router.get("/fields", dependencies=[READERS])
async def show_fields(uow: Uow) -> FieldTemplate:
    return await leads.show_fields(uow)


@router.put("/fields", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def set_fields(command: DefineFields, uow: Uow) -> FieldTemplate:
    return await leads.set_fields(command, uow)


@router.post("/claim-next", dependencies=[SELLERS])
async def claim_next(command: ClaimNext, uow: Uow) -> said.Claimed:
    return await leads.claim_next(command, uow)


@router.post("/assign", dependencies=[ASSIGNERS])
async def assign_leads(command: said.AssignLeads, uow: Uow) -> list[said.BatchItem]:
    return await leads.assign_leads(command.lead_ids, command.owner_id, uow)


@router.post("/move", dependencies=[ASSIGNERS])
async def move_leads(command: MoveLeads, uow: Uow) -> list[said.BatchItem]:
    return await pools.move_leads(command, uow)


@router.get("/{lead_id}", dependencies=[READERS])
async def show_lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await leads.show_lead(lead_id, uow)


@router.patch("/{lead_id}", dependencies=[KEEPERS])
async def edit_lead(lead_id: UUID, command: EditLead, uow: Uow, expected: IfMatch, response: Response) -> said.LeadView:
    shown = await leads.edit_lead(lead_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.get("/{lead_id}/changes", dependencies=[READERS])
async def list_changes(lead_id: UUID, uow: Uow, cursor: str | None = None, limit: Limit = 50) -> Page[LeadChangeView]:
    return await leads.list_changes(lead_id, uow, cursor=cursor, limit=limit)


@router.get("/{lead_id}/priority", dependencies=[READERS])
async def explain_priority(lead_id: UUID, uow: Uow) -> PriorityView:
    return await lead_rules.explain_priority(lead_id, uow)


@router.post("/{lead_id}/claim", dependencies=[SELLERS])
async def claim_lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await leads.claim_lead(lead_id, uow)


@router.post("/{lead_id}/assign", dependencies=[ASSIGNERS])
async def assign_lead(lead_id: UUID, command: said.AssignLead, uow: Uow) -> said.LeadView:
    return await leads.assign_lead(lead_id, command.owner_id, uow)


@router.post("/{lead_id}/move", dependencies=[ASSIGNERS])
async def move_lead(lead_id: UUID, command: MoveLead, uow: Uow) -> said.LeadView:
    return await pools.move_lead(lead_id, command, uow)


@router.post("/{lead_id}/release", dependencies=[CAPTURERS])
async def release_lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await leads.release_lead(lead_id, uow)


@router.get("/{lead_id}/follow-ups", dependencies=[READERS])
async def list_follow_ups(
    lead_id: UUID, uow: Uow, cursor: str | None = None, limit: Limit = 50
) -> Page[said.FollowUpView]:
    return await leads.list_follow_ups(lead_id, uow, cursor=cursor, limit=limit)


@router.get("/{lead_id}/follow-up-kinds", dependencies=[READERS])
async def list_follow_up_kinds(lead_id: UUID, uow: Uow) -> list[FollowUpKindRow]:
    return await leads.list_follow_up_kinds(lead_id, uow)


@router.post("/{lead_id}/follow-ups", status_code=201, dependencies=[SELLERS])
async def record_follow_up(lead_id: UUID, command: said.RecordFollowUp, uow: Uow) -> said.FollowUpView:
    return await leads.record_follow_up(lead_id, command, uow)


@router.post("/{lead_id}/convert", dependencies=[SELLERS])
async def convert_lead(lead_id: UUID, command: said.ConvertLead, uow: Uow) -> said.LeadView:
    return await leads.convert_lead(lead_id, command, uow)


@router.post("/{lead_id}/nurture", dependencies=[KEEPERS])
async def nurture_lead(lead_id: UUID, command: NurtureLead, uow: Uow) -> said.LeadView:
    return await leads.nurture_lead(lead_id, command, uow)


@router.post("/{lead_id}/wake", dependencies=[KEEPERS])
async def wake_lead(lead_id: UUID, uow: Uow) -> said.LeadView:
    return await leads.wake_lead(lead_id, uow)


@router.post("/{lead_id}/reuse", dependencies=[KEEPERS])
async def reuse_lead(lead_id: UUID, command: ReuseLead, uow: Uow) -> said.LeadView:
    return await leads.reuse_lead(lead_id, command, uow)


@router.post("/{lead_id}/drop", dependencies=[CAPTURERS])
async def drop_lead(lead_id: UUID, command: said.DropLead, uow: Uow) -> said.LeadView:
    return await leads.drop_lead(lead_id, command, uow)
