"""How is collections asked at which node each debt is, and whose it is?"""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.base import Page
from messages.collections.cases.process import CollectionProcessLine, CollectionProcessView
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS
from services.collections.use_cases import cases

router = APIRouter(tags=["collection cases"])


@router.get("/collection-process", dependencies=[needs(*READERS)])
async def list_collection_process(
    uow: Uow,
    customer_id: UUID | None = None,
    owner_id: UUID | None = None,
    role: Literal["finance", "director", "legal"] | None = None,
    late: bool | None = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CollectionProcessLine]:
    return await cases.list_collection_process(
        uow, customer_id=customer_id, owner_id=owner_id, role=role, late=late, q=q, cursor=cursor, limit=limit
    )


@router.get("/receivables/{id}/collection-process", dependencies=[needs(*READERS)])
async def show_collection_process(id: UUID, uow: Uow) -> CollectionProcessView:
    return await cases.show_collection_process(id, uow)
