"""How is deals asked about contracts?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import IfMatch, Uow, etag
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.deals.contracts import (
    AssessRisk,
    CancelContract,
    ContractStatus,
    ContractView,
    DecideContract,
    EditContract,
    MakeEffective,
    RejectContract,
    ReturnContract,
)
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from services.deals.api.parameters import KEEPERS, READERS, SELLERS, Cursor, Limit, Search
from services.deals.use_cases import contracts

ASSESSORS = (Role.LEGAL, Role.FINANCE, Role.DIRECTOR)
router = APIRouter(prefix="/contracts", tags=["contracts"])


@router.get("", dependencies=[needs(*READERS)])
async def list_contracts(
    uow: Uow,
    status: ContractStatus | None = None,
    open: bool | None = None,
    owner_id: UUID | None = None,
    customer_id: UUID | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContractView]:
    wanted = {"status": status, "open": open, "owner_id": owner_id, "customer_id": customer_id, "q": q}
    return await contracts.list_contracts(uow, **wanted, cursor=cursor, limit=limit)


@router.post("/import", dependencies=[needs(*KEEPERS)])
async def import_contracts(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await contracts.import_contracts(batch, uow)


@router.get("/{contract_id}", dependencies=[needs(*READERS)])
async def show_contract(contract_id: UUID, uow: Uow, response: Response) -> ContractView:
    shown = await contracts.show_contract(contract_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/{contract_id}", dependencies=[needs(*SELLERS)])
async def edit_contract(
    contract_id: UUID, command: EditContract, uow: Uow, expected: IfMatch, response: Response
) -> ContractView:
    shown = await contracts.edit_contract(contract_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/{contract_id}/assess-risk", dependencies=[needs(*ASSESSORS)])
async def assess_risk(contract_id: UUID, command: AssessRisk, uow: Uow) -> ContractView:
    return await contracts.assess_risk(contract_id, command, uow)


@router.post("/{contract_id}/submit", dependencies=[needs(*SELLERS)])
async def submit_contract(contract_id: UUID, uow: Uow) -> ContractView:
    return await contracts.submit_contract(contract_id, uow)


@router.post("/{contract_id}/cancel", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def cancel_contract(contract_id: UUID, command: CancelContract, uow: Uow) -> ContractView:
    return await contracts.cancel_contract(contract_id, command, uow)


@router.post("/{contract_id}/withdraw", dependencies=[needs(*SELLERS, Role.PROCESS)])
async def withdraw_contract(contract_id: UUID, uow: Uow, command: DecideContract | None = None) -> ContractView:
    return await contracts.withdraw_contract(contract_id, command or DecideContract(), uow)


@router.get("/{contract_id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(contract_id: UUID, uow: Uow) -> ApprovalSubject:
    return await contracts.show_approval_subject(contract_id, uow)


@router.post("/{contract_id}/make-effective", dependencies=[needs(Role.PROCESS)])
async def make_contract_effective(contract_id: UUID, uow: Uow, command: MakeEffective | None = None) -> ContractView:
    return await contracts.make_contract_effective(contract_id, command or MakeEffective(), uow)


@router.post("/{contract_id}/return", dependencies=[needs(Role.PROCESS)])
async def return_contract(contract_id: UUID, uow: Uow, command: ReturnContract | None = None) -> ContractView:
    return await contracts.return_contract(contract_id, command or ReturnContract(), uow)


@router.post("/{contract_id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_contract(contract_id: UUID, uow: Uow, command: RejectContract | None = None) -> ContractView:
    return await contracts.reject_contract(contract_id, command or RejectContract(), uow)
