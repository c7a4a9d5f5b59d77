"""How are the files of what is said about a request brought and had?"""

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.files import AttachedFile
from messages.text import ShortStr
from services.approvals.use_cases.acts.attach_to_request import attach_to_request, show_attached

router = APIRouter(prefix="/requests/{request_id}/files", tags=["requests"])

MEDIA_TYPE = re.compile(r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$")
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("", dependencies=[needs()], openapi_extra=RAW)
async def attach(
    request_id: UUID, name: Annotated[ShortStr, Query()], request: Request, uow: Uow
) -> AttachedFile:  # fmt: skip
    """The body is the file, its Content-Type that of the file."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    told = media_type if MEDIA_TYPE.match(media_type) else ANY_BYTES
    return await attach_to_request(request_id, uow, name=name, media_type=told, content=await request.body())


@router.get("/{sha256}", dependencies=[needs()], response_class=Response)
async def show(request_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser: whoever attached it chose what is in it."""
    file, content = await show_attached(request_id, sha256, uow)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, headers=headers, media_type=file.media_type)
