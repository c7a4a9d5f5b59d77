"""How is deals asked about the public pools of customers?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.deals.customer_care.pools import (
    CustomerPoolView,
    DefineCustomerPool,
    PoolPreview,
    ReleaseCustomer,
)
from messages.deals.customers import CustomerView
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import IMPORTERS, KEEPERS, READERS
from services.deals.use_cases import customer_pools

router = APIRouter(tags=["customer pools"])
DEFINERS = (Role.DIRECTOR, *KEEPERS)


@router.get("/customer-pools", dependencies=[needs(*READERS)])
async def list_customer_pools(uow: Uow, legal_entity_id: Code | None = None) -> list[CustomerPoolView]:
    return await customer_pools.list_customer_pools(legal_entity_id, uow)


@router.post("/customer-pools", dependencies=[needs(*DEFINERS)])
async def define_customer_pool(command: DefineCustomerPool, uow: Uow) -> CustomerPoolView:
    return await customer_pools.define_customer_pool(command, uow)


@router.post("/customer-pools/preview", dependencies=[needs(*DEFINERS)])
async def preview_customer_pool(command: DefineCustomerPool, uow: Uow) -> PoolPreview:
    return await customer_pools.preview_customer_pool(command, uow)


@router.post("/customers/{customer_id}/claim", dependencies=[needs(Role.SALES, Role.SALES_MANAGER)])
async def claim_customer(customer_id: UUID, uow: Uow) -> CustomerView:
    return await customer_pools.claim_customer(customer_id, uow)


@router.post("/customers/{customer_id}/release", dependencies=[needs(*IMPORTERS)])
async def release_customer(customer_id: UUID, command: ReleaseCustomer, uow: Uow) -> CustomerView:
    return await customer_pools.release_customer(customer_id, command, uow)
