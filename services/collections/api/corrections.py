"""How is collections told that a confirmed payment is wrong?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.corrections import CorrectionStatus, CorrectionView, RejectCorrection, RequestCorrection
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import corrections

router = APIRouter(prefix="/corrections", tags=["corrections"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_correction(command: RequestCorrection, uow: Uow) -> CorrectionView:
    return await corrections.request_correction(command, uow)


@router.get("", dependencies=[needs(*READERS)])
async def list_corrections(
    uow: Uow,
    payment_id: UUID | None = None,
    status: CorrectionStatus | None = None,
    owner_id: UUID | None = None,
    q: Search = None,
    newest_first: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CorrectionView]:
    return await corrections.list_corrections(
        uow,
        payment_id=payment_id,
        status=status,
        owner_id=owner_id,
        q=q,
        newest_first=newest_first,
        cursor=cursor,
        limit=limit,
    )


@router.get("/{id}", dependencies=[needs(*READERS)])
async def show_correction(id: UUID, uow: Uow) -> CorrectionView:
    return await corrections.show_correction(id, uow)


@router.post("/{id}/confirm", dependencies=[needs(Role.FINANCE), keyed()])
async def confirm_correction(id: UUID, uow: Uow) -> CorrectionView:
    return await corrections.confirm_correction(id, uow)


@router.post("/{id}/reject", dependencies=[needs(Role.FINANCE), keyed()])
async def reject_correction(id: UUID, command: RejectCorrection, uow: Uow) -> CorrectionView:
    return await corrections.reject_correction(id, command, uow)


@router.post("/{id}/withdraw", dependencies=[needs(*RECORDERS), keyed()])
async def withdraw_correction(id: UUID, uow: Uow) -> CorrectionView:
    return await corrections.withdraw_correction(id, uow)
