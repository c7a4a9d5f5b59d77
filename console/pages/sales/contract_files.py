"""How do people attach files to a contract, and read them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile

from console.pages.parts.downloads import download
from console.pages.parts.responses import Key, done
from console.service_gateway import Gateway
from console.session import Reader
from messages.deals.contracts import ContractView
from messages.texts import text

router = APIRouter(prefix="/contracts/{contract_id}/files")


@router.post("")
async def attach(
    request: Request, contract_id: UUID, gateway: Gateway, person: Reader, key: Key, file: Annotated[UploadFile, File()]
) -> Response:
    """The file goes on to its owner as it came."""
    content, kind = await file.read(), file.content_type or ""
    path, name = f"/contracts/{contract_id}/files", file.filename or ""
    await gateway.send_file("deals", path, content, ContractView, name=name, kind=kind, key=key)
    return done(request, f"/contracts/{contract_id}", text("message.attach", person.lang))


@router.get("/{sha256}")
async def read(contract_id: UUID, sha256: str, person: Reader, gateway: Gateway) -> Response:
    """To be saved, as the owner of the file says."""
    answer = await gateway.fetch("deals", f"/contracts/{contract_id}/files/{sha256}")
    return download(answer)


@router.post("/{sha256}/remove")
async def remove(
    request: Request, contract_id: UUID, sha256: str, gateway: Gateway, person: Reader, key: Key
) -> Response:
    await gateway.delete("deals", f"/contracts/{contract_id}/files/{sha256}", ContractView, key=key)
    return done(request, f"/contracts/{contract_id}", text("message.saved", person.lang))
