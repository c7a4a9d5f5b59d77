"""How is one asked about the tasks and the files of activities?"""

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.leads.activity_files import ActivityFileKind, ActivityFileView
from messages.leads.campaign_tasks import (
    CampaignTaskView,
    CompleteCampaignTask,
    GiveCampaignTask,
    ProcessDueCampaignTasks,
    ProcessedCampaignTasks,
)
from messages.roles import Role
from messages.text import ShortStr
from services.leads.use_cases import campaigns

router = APIRouter(tags=["campaigns"])
PLANNERS = needs(Role.MARKETING, Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN)
READERS = needs(
    *(Role.MARKETING, Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.FINANCE, Role.OPS, Role.ADMIN, Role.PROCESS)
)
EVERYBODY = needs()  # whoever has a task; of others only who sees the activity
MEDIA_TYPE = re.compile(r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$")
ANY_BYTES = "application/octet-stream"
RAW = {"requestBody": {"required": True, "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("/activities/{activity_id}/tasks", status_code=201, dependencies=[PLANNERS, keyed()])
async def give_task(activity_id: UUID, command: GiveCampaignTask, uow: Uow) -> CampaignTaskView:
    return await campaigns.give_task(activity_id, command, uow)


@router.get("/campaign-tasks", dependencies=[EVERYBODY])
async def list_tasks(
    uow: Uow,
    activity_id: UUID | None = None,
    executor_id: UUID | None = None,
    open: bool | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[CampaignTaskView]:
    return await campaigns.list_tasks(
        uow, activity_id=activity_id, executor_id=executor_id, open=open, cursor=cursor, limit=limit
    )


@router.post("/campaign-tasks/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_campaign_tasks(
    uow: Uow, command: ProcessDueCampaignTasks = ProcessDueCampaignTasks()
) -> ProcessedCampaignTasks:
    return await campaigns.process_due_campaign_tasks(command, uow)


@router.get("/campaign-tasks/{campaign_task_id}", dependencies=[EVERYBODY])
async def show_task(campaign_task_id: UUID, uow: Uow) -> CampaignTaskView:
    return await campaigns.show_task(campaign_task_id, uow)


@router.post("/campaign-tasks/{campaign_task_id}/complete", dependencies=[EVERYBODY])
async def complete_task(
    campaign_task_id: UUID, uow: Uow, command: CompleteCampaignTask = CompleteCampaignTask()
) -> CampaignTaskView:
    return await campaigns.complete_task(campaign_task_id, command, uow)


@router.post("/campaign-tasks/{campaign_task_id}/cancel", dependencies=[PLANNERS])
async def cancel_task(campaign_task_id: UUID, uow: Uow) -> CampaignTaskView:
    return await campaigns.cancel_task(campaign_task_id, uow)


@router.post("/activities/{activity_id}/files", dependencies=[PLANNERS], openapi_extra=RAW)
async def attach_activity_file(
    activity_id: UUID,
    name: Annotated[ShortStr, Query()],
    request: Request,
    uow: Uow,
    file_kind: ActivityFileKind = ActivityFileKind.OTHER,
) -> list[ActivityFileView]:
    """The body is the file, its Content-Type that of the file."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = media_type if MEDIA_TYPE.match(media_type) else ANY_BYTES
    content = await request.body()
    return await campaigns.attach_activity_file(
        activity_id, file_kind, uow, name=name, media_type=given, content=content
    )


@router.get("/activities/{activity_id}/files", dependencies=[READERS])
async def list_activity_files(activity_id: UUID, uow: Uow) -> list[ActivityFileView]:
    return await campaigns.list_activity_files(activity_id, uow)


@router.get("/activities/{activity_id}/files/{sha256}", dependencies=[READERS], response_class=Response)
async def show_activity_file(activity_id: UUID, sha256: str, uow: Uow) -> Response:
    """To be saved, never to be shown by a browser: whoever attached it chose what is in it."""
    file, content = await campaigns.show_activity_file(activity_id, sha256, uow)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, headers=headers, media_type=file.media_type)


@router.delete("/activities/{activity_id}/files/{sha256}", dependencies=[PLANNERS])
async def remove_activity_file(activity_id: UUID, sha256: str, uow: Uow) -> list[ActivityFileView]:
    return await campaigns.remove_activity_file(activity_id, sha256, uow)
