"""How is deals asked about the files of contracts?"""

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, etag
from messages.deals.contracts import ContractView
from messages.files import AttachedFile
from messages.text import ShortStr
from services.deals.api.parameters import READERS, SELLERS
from services.deals.use_cases import contracts

router = APIRouter(prefix="/contracts/{contract_id}/files", tags=["contracts"])

MEDIA_TYPE = re.compile(r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$")
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("", dependencies=[needs(*SELLERS)], openapi_extra=RAW)
async def attach_file(
    contract_id: UUID, name: Annotated[ShortStr, Query()], request: Request, uow: Uow, response: Response
) -> ContractView:
    """The body is the file, its Content-Type that of the file."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = media_type if MEDIA_TYPE.match(media_type) else ANY_BYTES
    shown = await contracts.attach_file(contract_id, uow, name=name, media_type=given, content=await request.body())
    etag(response, shown.version)
    return shown


@router.get("", dependencies=[needs(*READERS)])
async def list_files(contract_id: UUID, uow: Uow) -> list[AttachedFile]:
    return await contracts.list_files(contract_id, uow)


@router.get("/{sha256}", dependencies=[needs(*READERS)], response_class=Response)
async def show_file(contract_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser: whoever attached it chose what is in it."""
    file, content = await contracts.show_file(contract_id, sha256, uow)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, headers=headers, media_type=file.media_type)


@router.delete("/{sha256}", dependencies=[needs(*SELLERS)])
async def remove_file(contract_id: UUID, sha256: str, uow: Uow, response: Response) -> ContractView:
    shown = await contracts.remove_file(contract_id, sha256, uow)
    etag(response, shown.version)
    return shown
