"""How is collections asked to use a customer's money on account?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.advances import AdvancePolicyView, SetAdvancePolicy
from messages.collections.receivables import ReceivableView
from messages.roles import Role
from services.collections.api.roles import READERS
from services.collections.use_cases import receivables

router = APIRouter(tags=["advances"])


@router.post("/receivables/{id}/use-customer-advances", dependencies=[needs(Role.FINANCE), keyed()])
async def use_customer_advances(id: UUID, uow: Uow) -> ReceivableView:
    return await receivables.use_customer_advances(id, uow)


@router.get("/advance-policies", dependencies=[needs(*READERS)])
async def list_advance_policies(uow: Uow) -> list[AdvancePolicyView]:
    return await receivables.list_advance_policies(uow)


@router.post("/advance-policies", dependencies=[needs(Role.ADMIN), keyed()])
async def set_advance_policy(command: SetAdvancePolicy, uow: Uow) -> list[AdvancePolicyView]:
    return await receivables.set_advance_policy(command, uow)
