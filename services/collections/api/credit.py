"""How is collections asked how customers stand and what they were written?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.base import Page
from messages.collections.credit import CreditsView
from messages.collections.dunning.dunnings import DunningView
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS
from services.collections.use_cases import credit, dunning

router = APIRouter(tags=["credits"])


@router.get("/credits/{customer_id}", dependencies=[needs(*READERS)])
async def show_credit(customer_id: UUID, uow: Uow) -> CreditsView:
    return await credit.show_credit(customer_id, uow)


@router.get("/dunnings", dependencies=[needs(*READERS)])
async def list_dunnings(
    uow: Uow,
    customer_id: UUID | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DunningView]:
    return await dunning.list_dunnings(uow, customer_id=customer_id, owner_id=owner_id, q=q, cursor=cursor, limit=limit)
