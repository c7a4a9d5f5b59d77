"""How is collections asked to let dunning wait?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.cases.pauses import DunningPauseView, EndPause, PauseDunning
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import cases

router = APIRouter(prefix="/dunning-pauses", tags=["collection cases"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def pause_dunning(command: PauseDunning, uow: Uow, request: Request) -> DunningPauseView:
    return await cases.pause_dunning(command, uow, most_days=request.app.state.settings.pause_days)


@router.get("", dependencies=[needs(*READERS)])
async def list_dunning_pauses(
    uow: Uow,
    customer_id: UUID | None = None,
    receivable_id: UUID | None = None,
    running: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DunningPauseView]:
    return await cases.list_dunning_pauses(
        uow, customer_id=customer_id, receivable_id=receivable_id, running=running, cursor=cursor, limit=limit
    )


@router.post("/{id}/end", dependencies=[needs(*RECORDERS), keyed()])
async def end_dunning_pause(id: UUID, command: EndPause, uow: Uow) -> DunningPauseView:
    return await cases.end_dunning_pause(id, command, uow)
