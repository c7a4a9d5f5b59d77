"""How is one asked about leads that are offered to colleagues?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.base import Page
from messages.leads.transfers import AskTransfer, LeadTransferStatus, LeadTransferView, RefuseTransfer
from messages.roles import Role
from services.leads.use_cases import transfers

router = APIRouter(tags=["transfers"])
KEEPERS = needs(Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
SELLERS = needs(Role.SALES, Role.SALES_MANAGER)
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("/leads/{lead_id}/transfers", status_code=201, dependencies=[KEEPERS])
async def ask_transfer(lead_id: UUID, command: AskTransfer, uow: Uow) -> LeadTransferView:
    return await transfers.ask_transfer(lead_id, command, uow)


@router.get("/lead-transfers", dependencies=[KEEPERS])
async def list_transfers(
    uow: Uow,
    lead_id: UUID | None = None,
    status: LeadTransferStatus | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[LeadTransferView]:
    return await transfers.list_transfers(uow, lead_id=lead_id, status=status, cursor=cursor, limit=limit)


@router.get("/lead-transfers/{transfer_id}", dependencies=[KEEPERS])
async def show_transfer(transfer_id: UUID, uow: Uow) -> LeadTransferView:
    return await transfers.show_transfer(transfer_id, uow)


@router.post("/lead-transfers/{transfer_id}/accept", dependencies=[SELLERS])
async def accept_transfer(transfer_id: UUID, uow: Uow) -> LeadTransferView:
    return await transfers.accept_transfer(transfer_id, uow)


@router.post("/lead-transfers/{transfer_id}/refuse", dependencies=[SELLERS])
async def refuse_transfer(transfer_id: UUID, command: RefuseTransfer, uow: Uow) -> LeadTransferView:
    return await transfers.refuse_transfer(transfer_id, command, uow)


@router.post("/lead-transfers/{transfer_id}/withdraw", dependencies=[KEEPERS])
async def withdraw_transfer(transfer_id: UUID, uow: Uow) -> LeadTransferView:
    return await transfers.withdraw_transfer(transfer_id, uow)
