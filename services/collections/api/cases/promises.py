"""How is collections asked about promises to pay?"""

from uuid import UUID

from fastapi import APIRouter, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.cases.promises import MakePromise, PromiseStatus, PromiseView, WithdrawPromise
from services.collections.api.paging import Cursor, Limit
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import cases

router = APIRouter(prefix="/promises", tags=["collection cases"])


@router.post("", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def make_promise(command: MakePromise, uow: Uow, request: Request) -> PromiseView:
    return await cases.make_promise(command, uow, most_days=request.app.state.settings.promise_days)


@router.get("", dependencies=[needs(*READERS)])
async def list_promises(
    uow: Uow,
    customer_id: UUID | None = None,
    receivable_id: UUID | None = None,
    status: PromiseStatus | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PromiseView]:
    return await cases.list_promises(
        uow, customer_id=customer_id, receivable_id=receivable_id, status=status, cursor=cursor, limit=limit
    )


@router.post("/{id}/withdraw", dependencies=[needs(*RECORDERS), keyed()])
async def withdraw_promise(id: UUID, command: WithdrawPromise, uow: Uow) -> PromiseView:
    return await cases.withdraw_promise(id, command, uow)
