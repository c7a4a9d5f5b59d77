"""How is approval asked for, looked at, and kept in time?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.auth.identity import needs
from chassis.http.app import Uow, etag
from messages.approvals.clocks import ProcessDueTimers, ProcessedTimers
from messages.approvals.requests import (
    AuditLine,
    FireTimer,
    PreviewRequest,
    PreviewView,
    RequestView,
    ResubmitRequest,
    SubmitRequest,
    WithdrawRequest,
)
from messages.approvals.states import RequestState  # fmt: skip
from messages.base import Page
from messages.roles import Role
from messages.text import ShortStr
from services.approvals.use_cases.acts.fire_timer import fire_timer
from services.approvals.use_cases.acts.process_due_timers import process_due_timers
from services.approvals.use_cases.requests.resubmit_request import resubmit_request
from services.approvals.use_cases.requests.submit_request import submit_request
from services.approvals.use_cases.requests.withdraw_request import withdraw_request
from services.approvals.use_cases.routing.preview_request import preview_request
from services.approvals.use_cases.views import show_request

router = APIRouter(prefix="/requests", tags=["requests"])
Limit = Annotated[int, Query(ge=1, le=100)]


@router.post("", dependencies=[needs()])
async def submit(command: SubmitRequest, uow: Uow) -> RequestView:
    return await submit_request(command, uow)


@router.get("", dependencies=[needs()])
async def listed(
    uow: Uow,
    about_id: UUID | None = None,
    number: ShortStr | None = None,
    state: RequestState | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[RequestView]:
    return await show_request.list_requests(
        uow, about_id=about_id, number=number, state=state, cursor=cursor, limit=limit
    )


@router.post("/preview", dependencies=[needs()])
async def preview(command: PreviewRequest, uow: Uow) -> PreviewView:
    return await preview_request(command, uow)


@router.post("/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due(command: ProcessDueTimers, uow: Uow) -> ProcessedTimers:
    return await process_due_timers(command, uow)


@router.get("/{request_id}", dependencies=[needs()])
async def show(request_id: UUID, uow: Uow, response: Response) -> RequestView:
    view = await show_request.show_request(request_id, uow)
    etag(response, view.version)
    return view


@router.get("/{request_id}/history", dependencies=[needs()])
async def history(request_id: UUID, uow: Uow) -> list[AuditLine]:
    return await show_request.show_history(request_id, uow)


@router.post("/{request_id}/resubmit", dependencies=[needs()])
async def resubmit(request_id: UUID, command: ResubmitRequest, uow: Uow) -> RequestView:
    return await resubmit_request(request_id, command, uow)


@router.post("/{request_id}/withdraw", dependencies=[needs()])
async def withdraw(request_id: UUID, command: WithdrawRequest, uow: Uow) -> RequestView:
    return await withdraw_request(request_id, command, uow)


@router.post("/{request_id}/steps/{step}/fire-timer", dependencies=[needs(Role.PROCESS)])
async def clock(request_id: UUID, step: str, command: FireTimer, uow: Uow) -> RequestView:
    return await fire_timer(request_id, step, command, uow)
