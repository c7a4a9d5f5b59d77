"""How is collections asked how customers stand and what they were written?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.base import Page
from messages.collections.credits import CreditsView, SetCreditLimit
from messages.collections.receivables import DunningView
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import FINANCE, READERS
from services.collections.use_cases.list_dunnings import list_dunnings
from services.collections.use_cases.set_credit_limit import set_credit_limit
from services.collections.use_cases.show_credit import show_credit

router = APIRouter(tags=["credits"])


@router.get("/credits/{customer_id}", dependencies=[needs(*READERS)])
async def credit(customer_id: UUID, uow: Uow) -> CreditsView:
    return await show_credit(customer_id, uow)


@router.put("/credits/{customer_id}/limit", dependencies=[needs(*FINANCE)])
async def limit(customer_id: UUID, command: SetCreditLimit, uow: Uow) -> CreditsView:
    return await set_credit_limit(customer_id, command, uow)


@router.get("/dunnings", dependencies=[needs(*READERS)])
async def dunnings(
    uow: Uow, customer_id: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[DunningView]:
    return await list_dunnings(uow, customer_id=customer_id, cursor=cursor, limit=limit)
