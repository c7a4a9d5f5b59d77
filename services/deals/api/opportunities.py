"""How is deals asked about opportunities?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from chassis.custom_fields import FieldTemplate
from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.deals.opportunities import (
    AdvanceOpportunity,
    LoseOpportunity,
    OpenOpportunity,
    OpportunityCount,
    OpportunityStatus,
    OpportunityView,
    WinOpportunity,
)
from messages.deals.registrations import RegisterOpportunity, RegistrationView
from messages.imports import ImportBatch, ImportReport
from services.deals.api.parameters import IMPORTERS, READERS, SELLERS, Cursor, Limit, Search, SetFields
from services.deals.use_cases.advance_opportunity import advance_opportunity
from services.deals.use_cases.count_opportunities import count_opportunities
from services.deals.use_cases.import_opportunities import import_opportunities
from services.deals.use_cases.list_opportunities import list_opportunities
from services.deals.use_cases.lose_opportunity import lose_opportunity
from services.deals.use_cases.open_opportunity import open_opportunity
from services.deals.use_cases.register_opportunity import register_opportunity
from services.deals.use_cases.set_fields import OPPORTUNITY, set_fields, show_fields
from services.deals.use_cases.show_opportunity import show_opportunity
from services.deals.use_cases.win_opportunity import win_opportunity

router = APIRouter(prefix="/opportunities", tags=["opportunities"])


def wanted(
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


Wanted = Annotated[dict[str, object], Depends(wanted)]


@router.post("", status_code=201, dependencies=[needs(*SELLERS)])
async def open_(command: OpenOpportunity, uow: Uow) -> OpportunityView:
    return await open_opportunity(command, uow)


@router.post("/import", dependencies=[needs(*IMPORTERS)])
async def take_in(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await import_opportunities(batch, uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_(uow: Uow, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50) -> Page[OpportunityView]:
    return await list_opportunities(uow, cursor=cursor, limit=limit, **wanted)


@router.get("/fields", dependencies=[needs(*READERS)])
async def fields(uow: Uow) -> FieldTemplate:
    return await show_fields(OPPORTUNITY, uow)


@router.put("/fields", dependencies=[needs("admin", "ops")])
async def define_fields(asked: SetFields, uow: Uow) -> FieldTemplate:
    return await set_fields(OPPORTUNITY, asked.fields, uow)


@router.get("/counts", dependencies=[needs(*READERS)])
async def counts(uow: Uow, wanted: Wanted) -> list[OpportunityCount]:
    return await count_opportunities(uow, **wanted)


@router.get("/{opportunity_id}", dependencies=[needs(*READERS)])
async def show(opportunity_id: UUID, uow: Uow) -> OpportunityView:
    return await show_opportunity(opportunity_id, uow)


@router.post("/{opportunity_id}/register", status_code=201, dependencies=[needs(*SELLERS)])
async def register(opportunity_id: UUID, uow: Uow, command: RegisterOpportunity | None = None) -> RegistrationView:
    return await register_opportunity(opportunity_id, command or RegisterOpportunity(), uow)


@router.post("/{opportunity_id}/advance", dependencies=[needs(*SELLERS)])
async def advance(opportunity_id: UUID, command: AdvanceOpportunity, uow: Uow) -> OpportunityView:
    return await advance_opportunity(opportunity_id, command, uow)


@router.post("/{opportunity_id}/win", dependencies=[needs(*SELLERS)])
async def win(opportunity_id: UUID, command: WinOpportunity, uow: Uow) -> OpportunityView:
    return await win_opportunity(opportunity_id, command, uow)


@router.post("/{opportunity_id}/lose", dependencies=[needs(*SELLERS)])
async def lose(opportunity_id: UUID, command: LoseOpportunity, uow: Uow) -> OpportunityView:
    return await lose_opportunity(opportunity_id, command, uow)
