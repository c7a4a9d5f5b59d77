"""How do people attach files to a contract, and read them?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile

from console.house import House
from console.pages.answer import Key, done
from console.session import Reader
from messages.deals.contracts import ContractView
from messages.texts import text

router = APIRouter(prefix="/contracts/{contract_id}/files")

PASSED_ON = ("content-type", "content-disposition", "x-content-type-options", "cache-control")


@router.post("")
async def attach(
    request: Request, contract_id: UUID, house: House, person: Reader, key: Key, file: Annotated[UploadFile, File()]
) -> Response:
    """The file goes on to its owner as it came."""
    content, kind = await file.read(), file.content_type or ""
    path, name = f"/contracts/{contract_id}/files", file.filename or ""
    await house.send_file("deals", path, content, ContractView, name=name, kind=kind, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.attach", person.lang))


@router.get("/{sha256}")
async def read(contract_id: UUID, sha256: str, person: Reader, house: House) -> Response:
    """To be saved, as the owner of the file says."""
    answer = await house.fetch("deals", f"/contracts/{contract_id}/files/{sha256}")
    headers = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return Response(answer.content, headers=headers)


@router.post("/{sha256}/remove")
async def remove(request: Request, contract_id: UUID, sha256: str, house: House, person: Reader, key: Key) -> Response:
    await house.delete("deals", f"/contracts/{contract_id}/files/{sha256}", ContractView, key=key)
    return done(request, f"/contracts/{contract_id}", text("told.saved", person.lang))
