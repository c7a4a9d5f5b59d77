"""How is a file brought in by clicking: read, checked, brought in batch by batch, and by which mapping?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.file_imports import (
    ChooseSheet,
    EndStage,
    FileImportView,
    LineErrors,
    ReportBatch,
    SavedMapping,
    SaveMapping,
    StartStage,
)
from messages.text import Code, ShortStr
from services.approvals.use_cases.file_imports import bring_file, run_stage, save_mapping, show_import

router = APIRouter(tags=["imports"])

ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("/imports", dependencies=[needs()], openapi_extra=RAW)
async def bring(
    name: Annotated[ShortStr, Query()], of: Annotated[Code, Query()], request: Request, uow: Uow
) -> FileImportView:
    """The body is the file: xlsx, or CSV in any common encoding with any common delimiter."""
    return await bring_file.bring_file(uow, kind=of, name=name, content=await request.body())


@router.get("/imports", dependencies=[needs()])
async def listed(uow: Uow) -> list[FileImportView]:
    return await show_import.list_imports(uow)


@router.get("/imports/{import_id}", dependencies=[needs()])
async def shown(import_id: UUID, uow: Uow) -> FileImportView:
    return await show_import.show_import(import_id, uow)


@router.get("/imports/{import_id}/file", dependencies=[needs()], response_class=Response)
async def content(import_id: UUID, uow: Uow) -> Response:
    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff"}
    return Response(await show_import.show_content(import_id, uow), media_type=ANY_BYTES, headers=headers)


@router.post("/imports/{import_id}/sheet", dependencies=[needs()])
async def choose(import_id: UUID, command: ChooseSheet, uow: Uow) -> FileImportView:
    return await bring_file.choose_sheet(import_id, command, uow)


@router.post("/imports/{import_id}/start", dependencies=[needs()])
async def start(import_id: UUID, command: StartStage, uow: Uow) -> FileImportView:
    return await run_stage.start_stage(import_id, command, uow)


@router.post("/imports/{import_id}/batches", dependencies=[needs()], status_code=204)
async def report(import_id: UUID, command: ReportBatch, uow: Uow) -> None:
    await run_stage.report_batch(import_id, command, uow)


@router.post("/imports/{import_id}/end", dependencies=[needs()])
async def end(import_id: UUID, command: EndStage, uow: Uow) -> FileImportView:
    return await run_stage.end_stage(import_id, command, uow)


@router.get("/imports/{import_id}/errors", dependencies=[needs()])
async def errors(import_id: UUID, uow: Uow, start: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> LineErrors:
    return await show_import.list_errors(import_id, uow, start=start)


@router.get("/import-mappings", dependencies=[needs()])
async def mappings(of: Annotated[Code, Query()], uow: Uow) -> list[SavedMapping]:
    return await save_mapping.list_mappings(of, uow)


@router.post("/import-mappings", dependencies=[needs()])
async def save(command: SaveMapping, uow: Uow) -> SavedMapping:
    return await save_mapping.save_mapping(command, uow)


@router.delete("/import-mappings/{mapping_id}", dependencies=[needs()])
async def drop(mapping_id: UUID, uow: Uow) -> SavedMapping:
    return await save_mapping.drop_mapping(mapping_id, uow)
