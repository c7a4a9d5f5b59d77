"""How is deals asked about follow-ups and visits?"""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.deals.follow_ups import FollowUpKindsView, FollowUpView, RecordFollowUp, SetFollowUpKinds
from messages.files import AttachedFile
from messages.roles import Role
from messages.text import Code
from services.deals.api.parameters import PARTNER_READERS, PARTNERS, Cursor, Limit
from services.deals.use_cases import follow_ups

router = APIRouter(tags=["follow-ups"])


@router.post("/follow-ups", status_code=201, dependencies=[needs(*PARTNERS), keyed()])
async def record_follow_up(command: RecordFollowUp, uow: Uow) -> FollowUpView:
    return await follow_ups.record_follow_up(command, uow)


@router.get("/follow-ups", dependencies=[needs(*PARTNER_READERS)])
async def list_follow_ups(
    uow: Uow,
    opportunity_id: UUID | None = None,
    customer_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[FollowUpView]:
    about = {"opportunity_id": opportunity_id, "customer_id": customer_id}
    return await follow_ups.list_follow_ups(uow, **about, cursor=cursor, limit=limit)


@router.get("/follow-ups/{follow_up_id}", dependencies=[needs(*PARTNER_READERS)])
async def show_follow_up(follow_up_id: UUID, uow: Uow) -> FollowUpView:
    return await follow_ups.show_follow_up(follow_up_id, uow)


@router.get(
    "/follow-ups/{follow_up_id}/files/{sha256}", dependencies=[needs(*PARTNER_READERS)], response_class=Response
)
async def show_follow_up_file(follow_up_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser: whoever gave it chose what is in it."""
    return a_file(*await follow_ups.show_follow_up_file(follow_up_id, sha256, uow))


@router.get("/follow-up-kinds", dependencies=[needs(*PARTNER_READERS)])
async def list_follow_up_kinds(uow: Uow, legal_entity_id: Code | None = None) -> FollowUpKindsView:
    return await follow_ups.list_follow_up_kinds(legal_entity_id, uow)


@router.put("/follow-up-kinds", dependencies=[needs(Role.ADMIN, Role.DIRECTOR)])
async def set_follow_up_kinds(command: SetFollowUpKinds, uow: Uow) -> FollowUpKindsView:
    return await follow_ups.set_follow_up_kinds(command, uow)


def a_file(file: AttachedFile, content: bytes) -> Response:
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, headers=headers, media_type=file.media_type)
