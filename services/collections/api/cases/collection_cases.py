"""How is collections asked for customers who owe, and for what is said about it?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.cases.comments import CommentOnReceivable, ReceivableCommentView
from messages.collections.cases.views import CollectionCaseLine, CollectionCaseView
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, TALKERS
from services.collections.use_cases import cases

router = APIRouter(tags=["collection cases"])


@router.get("/collection-cases", dependencies=[needs(*READERS)])
async def list_collection_cases(
    uow: Uow,
    owner_id: UUID | None = None,
    q: Search = None,
    late: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CollectionCaseLine]:
    return await cases.list_collection_cases(uow, owner_id=owner_id, q=q, late=late, cursor=cursor, limit=limit)


@router.get("/collection-cases/{customer_id}", dependencies=[needs(*READERS)])
async def show_collection_case(customer_id: UUID, uow: Uow) -> CollectionCaseView:
    return await cases.show_collection_case(customer_id, uow)


@router.get("/receivables/{id}/comments", dependencies=[needs(*READERS)])
async def list_receivable_comments(
    id: UUID, uow: Uow, cursor: Cursor = None, limit: Limit = 50
) -> Page[ReceivableCommentView]:
    return await cases.list_receivable_comments(id, uow, cursor=cursor, limit=limit)


@router.post("/receivables/{id}/comment", dependencies=[needs(*TALKERS), keyed()], status_code=201)
async def comment_on_receivable(id: UUID, command: CommentOnReceivable, uow: Uow) -> ReceivableCommentView:
    return await cases.comment_on_receivable(id, command, uow)
