"""How is collections asked to give up what is open?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.approval_subject import ApprovalSubject
from messages.base import Page
from messages.collections.write_offs import (
    DecideWriteOff,
    RequestWriteOff,
    ResubmitWriteOff,
    SetTolerance,
    TakeBackWriteOff,
    ToleranceView,
    WriteOffStatus,
    WriteOffView,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import write_offs

router = APIRouter(tags=["write-offs"])


@router.post("/write-offs", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_write_off(command: RequestWriteOff, uow: Uow) -> WriteOffView:
    return await write_offs.request_write_off(command, uow)


@router.get("/write-offs", dependencies=[needs(*READERS)])
async def list_write_offs(
    uow: Uow,
    receivable_id: UUID | None = None,
    status: WriteOffStatus | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    live: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[WriteOffView]:
    return await write_offs.list_write_offs(
        uow, receivable_id=receivable_id, status=status, owner_id=owner_id, q=q, live=live, cursor=cursor, limit=limit
    )


@router.get("/write-offs/{id}", dependencies=[needs(*READERS)])
async def show_write_off(id: UUID, uow: Uow) -> WriteOffView:
    return await write_offs.show_write_off(id, uow)


@router.get("/write-offs/{id}/approval-subject", dependencies=[needs(Role.PROCESS)])
async def show_approval_subject(id: UUID, uow: Uow) -> ApprovalSubject:
    return await write_offs.show_approval_subject(id, uow)


@router.post("/write-offs/{id}/resubmit", dependencies=[needs(*RECORDERS), keyed()])
async def resubmit_write_off(id: UUID, uow: Uow, command: ResubmitWriteOff = ResubmitWriteOff()) -> WriteOffView:
    return await write_offs.resubmit_write_off(id, command, uow)


@router.post("/write-offs/{id}/withdraw", dependencies=[needs(*RECORDERS, Role.PROCESS), keyed()])
async def withdraw_write_off(id: UUID, uow: Uow) -> WriteOffView:
    return await write_offs.withdraw_write_off(id, uow)


@router.post("/write-offs/{id}/take-back", dependencies=[needs(Role.FINANCE, Role.PROCESS), keyed()])
async def take_back_write_off(id: UUID, command: TakeBackWriteOff, uow: Uow) -> WriteOffView:
    return await write_offs.take_back_write_off(id, command, uow)


@router.post("/write-offs/{id}/apply", dependencies=[needs(Role.PROCESS)])
async def apply_write_off(id: UUID, command: DecideWriteOff, uow: Uow) -> WriteOffView:
    return await write_offs.apply_write_off(id, command, uow)


@router.post("/write-offs/{id}/return", dependencies=[needs(Role.PROCESS)])
async def return_write_off(id: UUID, command: DecideWriteOff, uow: Uow) -> WriteOffView:
    return await write_offs.return_write_off(id, command, uow)


@router.post("/write-offs/{id}/reject", dependencies=[needs(Role.PROCESS)])
async def reject_write_off(id: UUID, command: DecideWriteOff, uow: Uow) -> WriteOffView:
    return await write_offs.reject_write_off(id, command, uow)


@router.get("/write-off-tolerances", dependencies=[needs(*READERS)])
async def list_tolerances(uow: Uow) -> list[ToleranceView]:
    return await write_offs.list_tolerances(uow)


@router.post("/write-off-tolerances", dependencies=[needs(Role.ADMIN), keyed()])
async def set_tolerance(command: SetTolerance, uow: Uow) -> list[ToleranceView]:
    return await write_offs.set_tolerance(command, uow)
