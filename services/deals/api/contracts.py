"""How is deals asked about contracts?"""

from uuid import UUID

from fastapi import APIRouter, Response

from chassis.identity import needs
from chassis.web import IfMatch, Uow, etag
from messages.base import Page
from messages.deals.contracts import (
    AssessRisk,
    CancelContract,
    ContractStatus,
    ContractView,
    DecideContract,
    EditContract,
    MakeEffective,
    RefuseContract,
    ReturnContract,
)
from messages.matter import Matter
from services.deals.api.parameters import READERS, SELLERS, Cursor, Limit
from services.deals.use_cases.assess_risk import assess_risk
from services.deals.use_cases.cancel_contract import cancel_contract
from services.deals.use_cases.contract_matter import contract_matter
from services.deals.use_cases.edit_contract import edit_contract
from services.deals.use_cases.list_contracts import list_contracts
from services.deals.use_cases.make_contract_effective import make_contract_effective
from services.deals.use_cases.refuse_contract import refuse_contract
from services.deals.use_cases.return_contract import return_contract
from services.deals.use_cases.show_contract import show_contract
from services.deals.use_cases.submit_contract import submit_contract
from services.deals.use_cases.withdraw_contract import withdraw_contract

ASSESSORS = ("legal", "finance", "director")
router = APIRouter(prefix="/contracts", tags=["contracts"])


@router.get("", dependencies=[needs(*READERS)])
async def list_(
    uow: Uow,
    status: ContractStatus | None = None,
    open: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContractView]:
    return await list_contracts(uow, status=status, open=open, cursor=cursor, limit=limit)


@router.get("/{contract_id}", dependencies=[needs(*READERS)])
async def show(contract_id: UUID, uow: Uow, response: Response) -> ContractView:
    shown = await show_contract(contract_id, uow)
    etag(response, shown.version)
    return shown


@router.patch("/{contract_id}", dependencies=[needs(*SELLERS)])
async def edit(
    contract_id: UUID, command: EditContract, uow: Uow, expected: IfMatch, response: Response
) -> ContractView:
    shown = await edit_contract(contract_id, command, uow, expected=expected)
    etag(response, shown.version)
    return shown


@router.post("/{contract_id}/risk", dependencies=[needs(*ASSESSORS)])
async def risk(contract_id: UUID, command: AssessRisk, uow: Uow) -> ContractView:
    return await assess_risk(contract_id, command, uow)


@router.post("/{contract_id}/submit", dependencies=[needs(*SELLERS)])
async def submit(contract_id: UUID, uow: Uow) -> ContractView:
    return await submit_contract(contract_id, uow)


@router.post("/{contract_id}/cancel", dependencies=[needs(*SELLERS)])
async def cancel(contract_id: UUID, command: CancelContract, uow: Uow) -> ContractView:
    return await cancel_contract(contract_id, command, uow)


@router.post("/{contract_id}/withdraw", dependencies=[needs(*SELLERS, "process")])
async def withdraw(contract_id: UUID, uow: Uow, command: DecideContract | None = None) -> ContractView:
    return await withdraw_contract(contract_id, command or DecideContract(), uow)


@router.get("/{contract_id}/matter", dependencies=[needs("process")])
async def matter(contract_id: UUID, uow: Uow) -> Matter:
    return await contract_matter(contract_id, uow)


@router.post("/{contract_id}/effective", dependencies=[needs("process")])
async def effective(contract_id: UUID, uow: Uow, command: MakeEffective | None = None) -> ContractView:
    return await make_contract_effective(contract_id, command or MakeEffective(), uow)


@router.post("/{contract_id}/return", dependencies=[needs("process")])
async def return_(contract_id: UUID, uow: Uow, command: ReturnContract | None = None) -> ContractView:
    return await return_contract(contract_id, command or ReturnContract(), uow)


@router.post("/{contract_id}/refuse", dependencies=[needs("process")])
async def refuse(contract_id: UUID, uow: Uow, command: RefuseContract | None = None) -> ContractView:
    return await refuse_contract(contract_id, command or RefuseContract(), uow)
