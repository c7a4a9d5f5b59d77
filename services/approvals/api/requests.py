"""How is approval asked for, looked at, and kept in time?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis.identity import needs
from chassis.web import Uow, etag
from messages.approvals.clocks import SweepClocks, SweptClocks
from messages.approvals.requests import (
    ActView,
    PreviewRequest,
    PreviewView,
    RequestView,
    ResubmitRequest,
    RingClock,
    SubmitRequest,
    WithdrawRequest,
)
from messages.approvals.states import RequestState  # fmt: skip
from messages.base import Page
from messages.text import ShortStr
from services.approvals.use_cases import show_request
from services.approvals.use_cases.preview_request import preview_request
from services.approvals.use_cases.resubmit_request import resubmit_request
from services.approvals.use_cases.ring_clock import ring_clock
from services.approvals.use_cases.submit_request import submit_request
from services.approvals.use_cases.sweep_clocks import sweep_clocks
from services.approvals.use_cases.withdraw_request import withdraw_request

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


@router.post("/sweep", dependencies=[needs("process")])
async def sweep(command: SweepClocks, uow: Uow) -> SweptClocks:
    return await sweep_clocks(command, uow)


@router.get("/{request_id}", dependencies=[needs()])
async def show(request_id: UUID, uow: Uow, response: Response) -> RequestView:
    view = await show_request.show_request(request_id, uow)
    etag(response, view.version)
    return view


@router.get("/{request_id}/history", dependencies=[needs()])
async def history(request_id: UUID, uow: Uow) -> list[ActView]:
    return await show_request.show_history(request_id, uow)


@router.post("/{request_id}/resubmit", dependencies=[needs()])
async def resubmit(request_id: UUID, command: ResubmitRequest, uow: Uow) -> RequestView:
    return await resubmit_request(request_id, command, uow)


@router.post("/{request_id}/withdraw", dependencies=[needs()])
async def withdraw(request_id: UUID, command: WithdrawRequest, uow: Uow) -> RequestView:
    return await withdraw_request(request_id, command, uow)


@router.post("/{request_id}/steps/{step}/clock", dependencies=[needs("process")])
async def clock(request_id: UUID, step: str, command: RingClock, uow: Uow) -> RequestView:
    return await ring_clock(request_id, step, command, uow)
