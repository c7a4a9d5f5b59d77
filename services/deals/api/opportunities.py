"""How is deals asked about opportunities?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from chassis.records.custom_fields import FieldTemplate
from messages.base import Page
from messages.deals.opportunities import (
    EditOpportunity,
    LoseOpportunity,
    OpenOpportunity,
    OpportunityCount,
    OpportunityStatus,
    OpportunityView,
    WinOpportunity,
)
from messages.deals.stages import AdvanceOpportunity
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from services.deals.api.parameters import (
    KEEPERS,
    PARTNER_READERS,
    PARTNERS,
    READERS,
    SELLERS,
    Cursor,
    Limit,
    Search,
    SetFields,
)
from services.deals.use_cases import customers, opportunities

router = APIRouter(prefix="/opportunities", tags=["opportunities"])


def filters(
    status: OpportunityStatus | None = None,
    stage: Search = None,
    owner_id: UUID | None = None,
    customer_id: UUID | None = None,
    history: bool | None = None,
    q: Search = None,
) -> dict[str, object]:
    """The filters of a list and of its counts."""
    return {
        "status": status,
        "stage": stage,
        "owner_id": owner_id,
        "customer_id": customer_id,
        "history": history,
        "q": q,
    }


Filters = Annotated[dict[str, object], Depends(filters)]


@router.post("", status_code=201, dependencies=[needs(*PARTNERS)])
async def open_opportunity(command: OpenOpportunity, uow: Uow) -> OpportunityView:
    return await opportunities.open_opportunity(command, uow)


@router.post("/import", dependencies=[needs(*KEEPERS)])
async def import_opportunities(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await opportunities.import_opportunities(batch, uow)


@router.get("", dependencies=[needs(*PARTNER_READERS)])
async def list_opportunities(
    uow: Uow, filters: Filters, cursor: Cursor = None, limit: Limit = 50
) -> Page[OpportunityView]:
    return await opportunities.list_opportunities(uow, cursor=cursor, limit=limit, **filters)


@router.get("/fields", dependencies=[needs(*PARTNER_READERS)])
async def show_fields(uow: Uow) -> FieldTemplate:
    return await customers.show_fields(customers.OPPORTUNITY, uow)


@router.put("/fields", dependencies=[needs(Role.ADMIN, Role.OPS)])
async def set_fields(wanted: SetFields, uow: Uow) -> FieldTemplate:
    return await customers.set_fields(customers.OPPORTUNITY, wanted.fields, uow)


@router.get("/counts", dependencies=[needs(*READERS)])
async def count_opportunities(uow: Uow, filters: Filters) -> list[OpportunityCount]:
    return await opportunities.count_opportunities(uow, **filters)


@router.get("/{opportunity_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_opportunity(opportunity_id: UUID, uow: Uow, response: Response) -> OpportunityView:
    shown = await opportunities.show_opportunity(opportunity_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/{opportunity_id}", dependencies=[needs(*PARTNERS)])
async def edit_opportunity(
    opportunity_id: UUID, command: EditOpportunity, uow: Uow, expected: IfMatch, response: Response
) -> OpportunityView:
    shown = await opportunities.edit_opportunity(opportunity_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/{opportunity_id}/advance", dependencies=[needs(*PARTNERS)])
async def advance_opportunity(opportunity_id: UUID, command: AdvanceOpportunity, uow: Uow) -> OpportunityView:
    return await opportunities.advance_opportunity(opportunity_id, command, uow)


@router.post("/{opportunity_id}/win", dependencies=[needs(*SELLERS)])
async def win_opportunity(opportunity_id: UUID, command: WinOpportunity, uow: Uow) -> OpportunityView:
    return await opportunities.win_opportunity(opportunity_id, command, uow)


@router.post("/{opportunity_id}/lose", dependencies=[needs(*PARTNERS)])
async def lose_opportunity(opportunity_id: UUID, command: LoseOpportunity, uow: Uow) -> OpportunityView:
    return await opportunities.lose_opportunity(opportunity_id, command, uow)
