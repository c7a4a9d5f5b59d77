"""How do files go along with what is said about a request, and how are they read?"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from console.pages.parts.downloads import download
from console.service_gateway import Gateway, ServiceGateway
from console.session import Reader
from messages.files import AttachedFile, Attachment

router = APIRouter(prefix="/requests/{request_id}/files")


@router.get("/{sha256}")
async def read(request_id: UUID, sha256: str, person: Reader, gateway: Gateway) -> Response:
    """To be saved, as approvals says."""
    answer = await gateway.fetch("approvals", f"/requests/{request_id}/files/{sha256}")
    return download(answer)


async def uploaded_files(
    request: Request, gateway: ServiceGateway, request_id: UUID | None, key: str
) -> dict[str, Any]:
    """The files of this form, handed to approvals: what the command says of them; nothing where there are none."""
    files = [one for one in (await request.form()).getlist("file") if isinstance(one, UploadFile) and one.filename]
    if not files or request_id is None:
        return {}
    path = f"/requests/{request_id}/files"
    kept = [
        await gateway.send_file(
            "approvals", path, await one.read(), AttachedFile, name=one.filename or "", kind=one.content_type or "",
            key=f"{key}-file-{number}",
        )
        for number, one in enumerate(files)
    ]  # fmt: skip
    return {"attachments": [Attachment(name=one.name, sha256=one.sha256, size=one.size) for one in kept]}
