"""How do people attach files to an activity, and read them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from console.pages.parts.downloads import download
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway
from console.session import Reader
from messages.leads.activity_files import ActivityFileView
from messages.texts import text

router = APIRouter(prefix="/activities/{activity_id}/files")


@router.post("")
async def attach(
    request: Request, activity_id: UUID, gateway: Gateway, person: Reader, key: Key,
    file: Annotated[UploadFile, File()], file_kind: Annotated[str, Form()] = "OTHER",
) -> Response:  # fmt: skip
    """The file goes on to its owner as it came."""
    content, kind, name = await file.read(), file.content_type or "", file.filename or ""
    path = f"/activities/{activity_id}"
    await gateway.send_file(
        "leads", f"{path}/files", content, list[ActivityFileView], name=name, kind=kind, key=key, file_kind=file_kind
    )
    return done(request, path, text("message.attach", person.lang))


@router.get("/{sha256}")
async def read(activity_id: UUID, sha256: str, person: Reader, gateway: Gateway) -> Response:
    """To be saved, as the owner of the file says."""
    return download(await gateway.fetch("leads", f"/activities/{activity_id}/files/{sha256}"))


@router.post("/{sha256}/remove")
async def remove(
    request: Request, activity_id: UUID, sha256: str, gateway: Gateway, person: Reader, key: Key
) -> Response:
    path = f"/activities/{activity_id}"
    await gateway.delete("leads", f"{path}/files/{sha256}", list[ActivityFileView], key=key)
    return done(request, path, text("message.saved", person.lang))
