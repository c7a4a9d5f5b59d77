"""How does a customer ask what he owes? No other route lets him in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.portal import PortalAccount, PortalStatement
from messages.roles import Role
from services.collections.use_cases import accounts

router = APIRouter(prefix="/portal", tags=["portal"])


@router.get("/statement", dependencies=[needs(Role.CUSTOMER)])
async def show_portal_statement(uow: Uow) -> PortalStatement:
    return await accounts.show_portal_statement(uow)


@router.get("/order-accounts", dependencies=[needs(Role.CUSTOMER)])
async def list_portal_accounts(
    uow: Uow, order_id: Annotated[list[UUID], Query(min_length=1, max_length=100)]
) -> list[PortalAccount]:
    return await accounts.list_portal_accounts(uow, order_id)
